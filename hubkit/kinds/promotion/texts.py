"""What one can say of an event elsewhere: a mail, posts and a message, in the words that go with its status."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct

from hubkit.kinds.event.entry import headline
from hubkit.kinds.event.registration import checkout_form, registration_view, rsvp_form
from hubkit.kinds.event.summary import EventSummary
from hubkit.kinds.event.value import Event
from hubkit.kinds.phrase import Phrase, phrase
from hubkit.kinds.route import HubScope
from hubkit.kinds.venue.town import town
from hubkit.kinds.words import Words, is_whole_day

SHORT = 300
"""The characters that fit into a short post on Bluesky, and into one of most other services."""
LONGEST_MAILTO = 2000
"""Some mail programs and browsers cut longer links off, with what they say."""
BLANK = phrase("")
OFF = frozenset({"cancelled", "postponed"})
"""Of an event that does not take place when it was to."""


class Passage(Struct, frozen=True):
    """A text to copy, by its lines; each is marked where it is in another language than the page."""

    id: str
    label: Phrase
    lines: tuple[Phrase, ...]
    subject: Phrase = BLANK
    """Of a mail."""

    @property
    def plain(self) -> str:
        """The text as it is copied."""
        return "\n".join(self.lines)

    @property
    def html(self) -> Markup:
        """The text for a `pre`, its languages marked."""
        return Markup("\n").join(self.lines)


class _Saying(Struct, frozen=True):
    """The parts that all texts of an event are put together from."""

    opener: Phrase
    title: Phrase
    """With the status before it, unless the event is simply to come."""
    note: Phrase
    when: Phrase
    place: Phrase
    """Where it is, in a few words."""
    facts: tuple[Phrase, ...]
    """Each with its label: when, where, how to join and to sign up."""
    summary: Phrase
    url: str
    more: Phrase
    """The link with words that say what is there."""
    call: Phrase
    """What is asked of those who read a message."""


def passages(scope: HubScope, event: Event, summary: EventSummary) -> tuple[Passage, ...]:
    """Return the texts to share an event: a mail, a short post, a longer one and a message for a chat."""
    words, said = scope.words, _saying(scope, event, summary)
    signature = words.text(scope.hub.fields.name.spoken_in(scope.hub.languages[0]))
    told = [said.title, said.note, said.summary]
    mail = (*_paragraphs([said.opener], told, said.facts, [said.more]), BLANK, signature)
    return (
        Passage("mail", words("E-mail"), mail, said.title),
        Passage("short", words("Short post"), _short(said)),
        Passage("long", words("Longer post"), tuple(_paragraphs(told, said.facts, [said.more]))),
        Passage("chat", words("Message for a chat"), tuple(_chat(said))),
    )


def mailto(mail: Passage, shorter: Passage) -> str:
    """Return a link (RFC 6068) that begins a mail, with the shorter text where the whole one makes it too long."""
    subject = f"mailto:?subject={quote(mail.subject, safe='')}"
    for text in (mail, shorter):
        link = f"{subject}&body={quote(text.plain.replace(chr(10), chr(13) + chr(10)), safe='')}"
        if len(link) <= LONGEST_MAILTO:
            return link
    return subject


def _saying(scope: HubScope, event: Event, summary: EventSummary) -> _Saying:
    words = scope.words
    is_past = scope.clock.has_come(event.end)
    is_on = event.status not in OFF
    url = scope.canonical(event.path)
    date = when(scope, event)
    facts = [_labelled(words, words("When"), date)] if is_on else [date]
    where = _where(words, event, summary)
    if where and is_on:
        facts.append(_labelled(words, words("Where"), where))
    if is_on and not is_past:
        facts += _joining(scope, event)
    hub = scope.canonical("") + "#next"
    if event.status == "cancelled":
        url, more = hub, _labelled(words, words("See what is coming up"), phrase(hub))
    elif event.status == "postponed":
        more = _labelled(words, words("A new date will be announced here"), phrase(url))
    else:
        more = _labelled(words, words("All about it"), phrase(url))
    return _Saying(
        opener=_opener(words, event, is_past=is_past),
        title=headline(summary, words) if not is_past else words.text(summary.title),
        note=_note(words, event) if not is_past else BLANK,
        when=date,
        place=place(words, event, summary) if is_on else BLANK,
        facts=tuple(facts),
        summary=words.text(summary.summary) if is_on else BLANK,
        url=url,
        more=more,
        call=_call(words, event, is_past=is_past),
    )


def _opener(words: Words, event: Event, *, is_past: bool) -> Phrase:
    if is_past:
        return words("Thank you to everyone who came.")
    return words("You are invited.") if event.status == "scheduled" else BLANK


def _call(words: Words, event: Event, *, is_past: bool) -> Phrase:
    if is_past:
        return words("Thank you to everyone who came.")
    if event.status in {"scheduled", "tentative"}:
        return words("Who is coming?")
    return words("Please tell everyone who wanted to come.")


def _note(words: Words, event: Event) -> Phrase:
    if event.status == "tentative":
        return words("The date or the place may still change.")
    if event.status == "moved-online":
        return words("There is no meeting in person; join from where you are.")
    return words("This event does not take place.") if event.status == "cancelled" else BLANK


def when(scope: HubScope, event: Event) -> Phrase:
    """Return when an event is, or was to be; with its zone where a reader may think of another."""
    words = scope.words
    elsewhere = event.timezone != scope.hub.timezone
    elsewhere = elsewhere or event.attendance != "in-person" or event.status == "moved-online"
    zone = f" UTC{words.zone_name(event)}" if elsewhere and not is_whole_day(event) else ""
    date = phrase(words.when(event) + zone)
    return words("Was planned for %(day)s", day=date) if event.status in OFF else date


def _where(words: Words, event: Event, summary: EventSummary) -> Phrase:
    """Return the place with its address; the town alone where that is all that is known, nothing of what is online."""
    if event.attendance == "online" or event.status == "moved-online":
        return BLANK
    venue = event.venue
    if venue is None:
        return words.text(summary.city)
    return _joined(words, (words.text(each) for each in (venue.name, venue.address, town(venue))))


def place(words: Words, event: Event, summary: EventSummary) -> Phrase:
    """Return where an event is, in a few words."""
    if event.attendance == "online" or event.status == "moved-online":
        return words("Online")
    extra = words("also online") if event.attendance == "hybrid" else BLANK
    return _joined(words, (words.text(summary.venue_name), words.text(summary.city), extra))


def _joining(scope: HubScope, event: Event) -> Iterator[Phrase]:
    """Yield how to join from elsewhere, and where to sign up."""
    words, online = scope.words, event.fields.online
    if event.attendance != "in-person" or event.status == "moved-online":
        if online is not None and online.url:
            yield _labelled(words, words("Online"), phrase(online.url))
        elif event.attendance == "hybrid":
            yield words("You can also join from where you are.")
        elif event.status != "moved-online":
            yield words("Join from where you are.")
    settings = scope.shared.network.fields
    if rsvp_form(event, settings, scope.clock) or checkout_form(event, settings, scope.clock):
        return  # on the event's page, whose address is told anyway
    registration = registration_view(event, scope.hub.fields.contact, scope.clock)
    target = registration.href or registration.contact_email
    if registration.state == "open" and target:
        full = scope.addresses.full(scope.addresses.external(target)) if target.startswith("/") else target
        yield _labelled(words, words("Register"), phrase(full.removeprefix("mailto:")))


def _labelled(words: Words, label: Phrase, text: Phrase) -> Phrase:
    return phrase(words("%(status)s: %(title)s", status=label, title=text), text.marked)


def _joined(words: Words, parts: Iterable[Phrase]) -> Phrase:
    shown = [part for part in parts if part]
    marks = {part.marked for part in shown}
    return phrase(words.form(", ").join(shown), marks.pop() if len(marks) == 1 else "")


def _paragraphs(*paragraphs: Iterable[Phrase]) -> Iterator[Phrase]:
    """Yield the lines of each paragraph that has any, with blank ones between."""
    is_first = True
    for lines in paragraphs:
        shown = [line for line in lines if line]
        if shown and not is_first:
            yield BLANK
        yield from shown
        is_first = is_first and not shown


def _chat(said: _Saying) -> Iterator[Phrase]:
    yield from filter(None, (said.title, said.when, said.place, said.call))
    yield phrase(said.url)


def _short(said: _Saying) -> tuple[Phrase, ...]:
    """Return a post of at most 300 characters: of a long title the beginning, and the place where it fits."""
    url = phrase(said.url)
    where = phrase(" · ".join(filter(None, (said.when, said.place))), said.place.marked)
    for middle in (where, said.when):
        if len(said.title) + len(middle) + len(url) + 2 <= SHORT:
            return said.title, middle, url
    room = max(SHORT - len(said.when) - len(url) - 3, 0)
    return phrase(f"{said.title[:room].rstrip()}…", said.title.marked), said.when, url

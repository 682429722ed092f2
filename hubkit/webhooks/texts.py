"""What the functions say to visitors: one table of English sentences, and the words of one language."""

from unicodedata import bidirectional

from msgspec import Struct

from hubkit.webhooks.catalog import ByLanguage

TEXTS: ByLanguage = {
    # The form.
    "form-title": "Say that you are coming",
    "form-event": "You are about to sign up for %(event)s.",
    "form-name": "Your name",
    "form-email": "Your e-mail address",
    "form-party-size": "How many people come, you included",
    "form-website": "Leave this field empty",
    "form-send": "Send",
    "form-privacy": (
        "We keep your name and e-mail address for this event alone. %(days)s days after it they are erased."
    ),
    "error-title": "Error: %(title)s",
    "error-summary": "This could not be sent yet. What you typed is still here.",
    # What is wrong with a field.
    "name-missing": "Write your name.",
    "name-long": "Use at most %(most)s characters for your name.",
    "name-characters": "Your name has a character that cannot be shown. Type it again.",
    "email-missing": "Write your e-mail address.",
    "email-form": "Write one e-mail address, like name@example.org.",
    "party-size-form": "Write a whole number from 1 to %(most)s.",
    "party-size-room": "There is no room for so many.",
    "token-early": "That was very quick. Wait a few seconds, then send it again.",
    "token-bad": "This form was open for too long. Send it again.",
    "event-missing": "The event is missing. Open the page of the event and try again there.",
    "action-form": "Choose what to do: change, cancel, confirm or erase.",
    "field-unknown": "There is no field of this name.",
    "field-text": "This field takes a text.",
    # After it was sent.
    "thanks-title": "Thank you",
    "thanks-confirmed": "You have a place at %(event)s.",
    "thanks-waiting": "All places at %(event)s are taken. You are on the waiting list.",
    "thanks-pending": "Look into your mail: there you find a link to confirm that you are coming to %(event)s.",
    "pending-why": (
        "It comes within a few minutes. If a place is free, we keep it for you for 30 minutes. Nothing there? Look"
        " among the spam, too. Whoever sends this form again gets no second mail on the same day."
    ),
    "thanks-cancelled": "Your place at %(event)s was cancelled.",
    "thanks-erased": "All that was stored of you for %(event)s is erased.",
    "thanks-requested": (
        "We have received your wish to come to %(event)s. It is not a place yet: the organizers write to you whether"
        " there is one."
    ),
    "thanks-received": "We have received your message about %(event)s.",
    "link-title": "Keep your link",
    "link-why": (
        "With it you can change how many come, or cancel. It is shown this once. Open it and bookmark the page."
    ),
    "link-open": "Open my RSVP",
    # The page of the link.
    "mine-title": "Your RSVP",
    "state": "State",
    "state-confirmed": "You have a place.",
    "state-waiting": "You are on the waiting list.",
    "state-pending": "Not yet confirmed.",
    "state-cancelled": "This RSVP is cancelled.",
    "state-requested": "You asked for a place. The organizers write to you whether you have one.",
    "party-size": "People",
    "when": "When",
    "where": "Where",
    "change-title": "Change how many come",
    "change-send": "Save",
    "confirm-title": "Confirm",
    "confirm-why": "Your place is yours once you have confirmed it.",
    "confirm-send": "Confirm my place",
    "cancel-title": "You cannot come?",
    "cancel-why": "Your place then goes to somebody else. This cannot be undone.",
    "cancel-send": "Cancel my RSVP",
    "confirm-full": "All places are taken by now. You are not coming.",
    "link-confirms": "With this link you can only confirm.",
    "link-mailed": "To change something, use the link in the mail that we sent when you had confirmed.",
    "data-title": "Your data",
    "data-download": "Download what is stored",
    "erase-why": "Your RSVP is erased with all that is stored of you. If you have a place, it goes to somebody else.",
    "erase-send": "Erase my data",
    "ticket-title": "Your ticket",
    "ticket-show": "Show this at the door, on your phone or on paper.",
    "ticket-typed": "If it cannot be scanned, say this code:",
    "done-change": "Saved.",
    "done-confirm": "Confirmed.",
    "done-cancel": "Cancelled. Thank you for telling us.",
    "change-full": "There is no room for so many. Your RSVP stays as it was.",
    "change-over": "This can no longer be changed.",
    # Mail.
    "mail-confirm-subject": "Please confirm: %(event)s",
    "mail-confirm": (
        "Somebody gave this address to come to %(event)s. Was it you? Then open this link and confirm it there:"
    ),
    "mail-held": "A place is kept for you until half an hour after you sent the form.",
    "mail-not-held": "No place is kept for you at the moment. If one is free when you confirm, it is yours.",
    "mail-not-you": "Was it not you? Then you need do nothing. Your address is erased within three days.",
    "mail-confirmed-subject": "You have a place: %(event)s",
    "mail-waiting-subject": "You are on the waiting list: %(event)s",
    "mail-waiting": "We write to you when a place becomes free.",
    "mail-moved-up-subject": "A place became free: %(event)s",
    "mail-moved-up": "A place became free, and it is yours: you are coming to %(event)s.",
    "mail-cannot-come": "Can you no longer come? Then please cancel, so that somebody else can.",
    "mail-cancelled-subject": "Cancelled: %(event)s",
    "mail-ticket": "Your code for the door: %(code)s. On the page of the link below you find it as a QR code, too.",
    "mail-link": "With this link you can change how many come, cancel, and erase your data. Keep it to yourself:",
    "mail-paid-subject": "Your tickets: %(event)s",
    "mail-unseated-subject": "You get your money back: %(event)s",
    "mail-unseated": "It comes to the card or account that you paid with. That can take up to two weeks.",
    "mail-order": "This page shows your order, and what is stored of you. Keep its link to yourself:",
    # For organizers.
    "notice-confirmed": "Somebody is coming: %(event)s",
    "notice-waiting": "Somebody is on the waiting list: %(event)s",
    "notice-moved-up": "Somebody moved up from the waiting list: %(event)s",
    "notice-changed": "Somebody changed how many come: %(event)s",
    "notice-cancelled": "Somebody cancelled: %(event)s",
    "notice-numbers": "People in this RSVP: %(people)s. Places taken: %(seats)s. People waiting: %(waiting)s.",
    "notice-ticket-paid": "An order was paid: %(event)s",
    "notice-ticket-refunded": "An order was paid back: %(event)s",
    "notice-tickets": "Tickets in this order: %(people)s. Places taken: %(seats)s.",
    "notice-capacity": "Places in all: %(capacity)s.",
    "notice-names": "Who it is: hubkit rsvps list",
    # Tickets.
    "sale-title": "Get a ticket",
    "sale-event": "You are about to get a ticket for %(event)s.",
    "sale-ticket": "Ticket",
    "sale-quantity": "How many tickets",
    "sale-send": "Go on to the payment",
    "sale-privacy": (
        "You pay at Stripe, which we tell your e-mail address. We keep your name and e-mail address for this event"
        " alone. %(days)s days after it they are erased here."
    ),
    "ticket-missing": "Choose a ticket.",
    "ticket-room": "There are not so many left of this ticket. Choose fewer, or another.",
    "ticket-full": "There are not so many left of this ticket.",
    "quantity-form": "Write a whole number from 1 to %(most)s.",
    "website-filled": "Leave the field for programs empty.",
    "bought-paid-title": "Thank you",
    "bought-paid": "You have a ticket for %(event)s.",
    "bought-tickets": "Your tickets",
    "bought-keep": "Keep this page: bookmark it, or print it. It shows your tickets until some weeks after the event.",
    "bought-held-title": "Not paid yet",
    "bought-held": "We have not heard yet that your payment for %(event)s arrived. That takes a moment.",
    "bought-again": "Look again",
    "bought-processing-title": "Your payment is on its way",
    "bought-processing": "Your place at %(event)s is kept until your bank has paid. That can take some days.",
    "bought-back-title": "Nothing was paid",
    "bought-back": "You have not paid for %(event)s. Your place is kept for half an hour after you chose it.",
    "back-why": "Give your place back, so that somebody else can have it.",
    "back-send": "Give my place back",
    "bought-expired-title": "Nothing was paid",
    "bought-expired": "Your place at %(event)s is not kept any more. You can choose a ticket again.",
    "bought-failed-title": "The payment did not work",
    "bought-failed": "Your bank did not pay for %(event)s. You can choose a ticket again.",
    "bought-unseated-title": "You get your money back",
    "bought-unseated": "Your payment for %(event)s came when all places were taken. We pay it back.",
    "bought-refunded-title": "Your money was paid back",
    "bought-refunded": "Your payment for %(event)s was paid back. Your ticket is not good any more.",
    "bought-review-title": "We are looking at your payment",
    "bought-review": "Something about your payment for %(event)s is not as it should be. Your place is kept.",
    "order-erase-why": "Your order and its tickets are erased here, with all that is stored of you.",
    "order-erase-later": (
        "You can erase it when the event is over and no money is on its way. Until then we need it, to let you in or to"
        " pay you back."
    ),
    "order-stripe": "What Stripe keeps of your payment stays there.",
    "order-kept": "This order cannot be erased yet: the event is not over, or money is on its way.",
    "no-checkout": "Tickets cannot be paid here yet. Look on the page of the event how to get one.",
    "no-sale": "There is no such event here, or it sells no tickets.",
    "no-order": "There is no such order. It may have been erased, or the link is too old or not whole.",
    "no-signature": "This is not signed by Stripe, or too late.",
    "sale-not-yet": "Tickets for this event are not sold yet. They are from %(when)s.",
    "sale-closed": "Tickets for this event are not sold any more.",
    "stripe-down": "Payments do not work at the moment. Nothing was paid. Try again in a minute.",
    # Why it was refused.
    "refused-title": "This did not work",
    "not-yet": "RSVPs for this event are not open yet. They open on %(when)s.",
    "closed": "RSVPs for this event are closed.",
    "cancelled": "This event was cancelled.",
    "past": "This event is over.",
    "full-party": "There is no room for so many.",
    "full": "All places are taken.",
    "no-event": "There is no such event here, or it takes no RSVPs.",
    "no-rsvp": "There is no such RSVP. It may have been erased, or the link is too old or not whole.",
    "no-receipt": "This page was shown for a short time only. Your RSVP is kept.",
    "no-page": "There is no such page.",
    "no-method": "This cannot be done here.",
    "forbidden": "This form was sent from another site. Open the page of the event and try again there.",
    "media-type": "Send JSON or a form.",
    "too-large": "This is too long.",
    "too-slow": "This took too long to arrive. Try again.",
    "malformed": "This cannot be read: %(reason)s.",
    "invalid": "Some fields need another look.",
    "key-form": "The Idempotency-Key is 1 to 128 plain characters.",
    "key-reused": "This Idempotency-Key was used for something else.",
    "too-many": "That was a lot at once. Wait %(seconds)s seconds, then try again.",
    "busy": "Too many people are asking at the moment. Try again in a few seconds.",
    "failed": "Something went wrong on our side. Try again later.",
    "contact": "Questions? Write to %(email)s.",
    "back-event": "Back to the event",
    "back-hub": "Back to %(hub)s",
    "skip": "Skip to the content",
}
"""Each text by its name, in English. `%(…)s` stands for a value."""

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ku-arab", "ps", "sd", "ug", "ur", "yi"})


class Words(Struct, frozen=True):
    """One language of a hub: its texts, and which of a hub's own texts to take."""

    language: str
    texts: ByLanguage

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        code = self.language.lower()
        return "rtl" if code in _RIGHT_TO_LEFT or code.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"

    def say(self, name: str, **values: str | int) -> str:
        """Return a text with its values; in English where the translation lacks it or does not fit."""
        translated = self.texts.get(name)
        if translated:
            try:
                return translated % {name: apart(value, self.direction) for name, value in values.items()}
            except (KeyError, TypeError, ValueError):
                pass  # A placeholder was lost in translation: better in English than not at all.
        return TEXTS[name] % {name: apart(value, "ltr") for name, value in values.items()}

    def of(self, text: ByLanguage) -> str:
        """Return a text of the catalogue in this language, else in the hub's first."""
        return text[self.language_of(text)] if text else ""

    def language_of(self, text: ByLanguage) -> str:
        """Return the language in which `of` gives a text."""
        return self.language if self.language in text else next(iter(text), self.language)


def apart(value: str | int, direction: str) -> str | int:
    """Return a value so that a text of that direction keeps its order around it (Unicode Standard Annex 9, 2.4)."""
    against = {"L"} if direction == "rtl" else {"R", "AL"}
    if isinstance(value, int) or against.isdisjoint(map(bidirectional, value)):
        return value
    return f"\u2068{value}\u2069"


def words_in(language: str, offered: ByLanguage, texts: dict[str, ByLanguage]) -> Words:
    """Return the words of `language` where it is one of those `offered`, else of the first of them."""
    chosen = language if language in offered else next(iter(offered), "en")
    return Words(chosen, texts.get(chosen, {}))

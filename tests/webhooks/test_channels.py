"""Settings of mail and notifications: read from the environment, or refused with what to write."""

import pytest

from hubkit.webhooks.channels import Channels, Hook, Mail, MailServer, SettingError, channels_from

MAIL = {"HUBKIT_SMTP_URL": "smtp://ada:p%40ss%3Aword@mail.example.org", "HUBKIT_MAIL_FROM": "rsvp@x.org"}
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HOOK = {"HUBKIT_NOTIFY_URL": "https://example.org/hooks?a=b", "HUBKIT_NOTIFY_SECRET": SECRET}


@pytest.mark.parametrize("environment", [{}, {"HUBKIT_SMTP_URL": "", "HUBKIT_NOTIFY_URL": ""}])
def test_where_nothing_is_set_nobody_is_told(environment: dict[str, str]) -> None:
    assert channels_from(environment) == Channels()
    assert channels_from(environment).receivers == frozenset()


def test_all_can_be_set() -> None:
    channels = channels_from(MAIL | HOOK | {"HUBKIT_NOTIFY_MAIL": "team@x.org"})
    assert channels.receivers == {"person", "mail", "hook"}
    server = MailServer("mail.example.org", 587, "starttls", "ada", "p@ss:word")
    assert channels.mail == Mail(server, "rsvp@x.org")
    assert channels.organizers == "team@x.org"
    assert channels.hook is not None
    assert channels.hook == Hook("example.org", 443, "/hooks?a=b", True, "signed", channels.hook.key)
    assert len(channels.hook.key) == 24


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 587, "starttls")),
        ("smtp://mail.example.org:2525/", MailServer("mail.example.org", 2525, "starttls")),
        ("smtps://u:p@mail.example.org", MailServer("mail.example.org", 465, "tls", "u", "p")),
        ("smtp://localhost", MailServer("localhost", 25, "none")),
        ("smtp://127.0.0.1:1025", MailServer("127.0.0.1", 1025, "none")),
        ("smtp://[::1]:1025", MailServer("::1", 1025, "none")),
    ],
)
def test_a_mail_server_is_encrypted_unless_it_is_this_machine(url: str, server: MailServer) -> None:
    mail = channels_from(MAIL | {"HUBKIT_SMTP_URL": url}).mail
    assert mail is not None
    assert mail.server == server


@pytest.mark.parametrize(
    ("sender", "name"),
    [("rsvp@x.org", ""), ("Open Cities <rsvp@x.org>", "Open Cities"), ('"Cities, open" <rsvp@x.org>', "Cities, open")],
)
def test_a_sender_may_have_a_name(sender: str, name: str) -> None:
    mail = channels_from(MAIL | {"HUBKIT_MAIL_FROM": sender}).mail
    assert mail is not None
    assert (mail.sender, mail.name) == ("rsvp@x.org", name)


@pytest.mark.parametrize("host", ["hooks.slack.com", "discord.com"])
def test_slack_and_discord_need_no_secret(host: str) -> None:
    hook = channels_from({"HUBKIT_NOTIFY_URL": f"https://{host}/services/T0/B0/canary"}).hook
    assert hook is not None
    assert hook.shape in host


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"HUBKIT_SMTP_URL": "canary"}, "HUBKIT_SMTP_URL cannot be read"),
        ({"HUBKIT_SMTP_URL": "https://canary.example"}, "HUBKIT_SMTP_URL cannot be read"),
        ({"HUBKIT_SMTP_URL": "smtp://user:can/ary@mail.example"}, "HUBKIT_SMTP_URL cannot be read"),
        ({"HUBKIT_SMTP_URL": "smtp://user:can#ary@mail.example"}, "HUBKIT_SMTP_URL cannot be read"),
        ({"HUBKIT_SMTP_URL": "smtp://user:[canary@mail.example"}, "HUBKIT_SMTP_URL cannot be read"),
        ({"HUBKIT_SMTP_URL": "smtp://user@mail.example"}, "HUBKIT_SMTP_URL cannot be read"),
        ({"HUBKIT_SMTP_URL": "smtp://u:canary%0d%0a@mail.example"}, "HUBKIT_SMTP_URL cannot be read"),
        ({"HUBKIT_SMTP_URL": "smtp://mail.example:canary"}, "HUBKIT_SMTP_URL cannot be read"),
        ({"HUBKIT_SMTP_URL": ""}, "HUBKIT_MAIL_FROM is set, and HUBKIT_SMTP_URL is not"),
        ({"HUBKIT_MAIL_FROM": ""}, "HUBKIT_SMTP_URL is set, and HUBKIT_MAIL_FROM is not"),
        ({"HUBKIT_MAIL_FROM": "canary"}, "HUBKIT_MAIL_FROM is not one e-mail address"),
        ({"HUBKIT_MAIL_FROM": "a@x.org, canary@x.org"}, "HUBKIT_MAIL_FROM is not one e-mail address"),
        ({"HUBKIT_MAIL_FROM": "a\r\nBcc: canary@x.org <a@x.org>"}, "HUBKIT_MAIL_FROM is not one e-mail address"),
        ({"HUBKIT_NOTIFY_MAIL": "a@x.org, canary@x.org"}, "HUBKIT_NOTIFY_MAIL is not one e-mail address"),
        ({"HUBKIT_NOTIFY_SECRET": SECRET}, "HUBKIT_NOTIFY_SECRET is set, and HUBKIT_NOTIFY_URL is not"),
        ({"HUBKIT_NOTIFY_URL": "https://canary.example"}, "HUBKIT_NOTIFY_SECRET is not set, or no secret. Make"),
        (HOOK | {"HUBKIT_NOTIFY_SECRET": "whsec_canary"}, "HUBKIT_NOTIFY_SECRET is not set, or no secret"),
        (HOOK | {"HUBKIT_NOTIFY_SECRET": SECRET[6:]}, "HUBKIT_NOTIFY_SECRET is not set, or no secret"),
        (HOOK | {"HUBKIT_NOTIFY_URL": "http://canary.example/"}, "does not begin with https://"),
        (HOOK | {"HUBKIT_NOTIFY_URL": "http://hooks.slack.com/canary"}, "does not begin with https://"),
        (HOOK | {"HUBKIT_NOTIFY_URL": "file:///canary"}, "HUBKIT_NOTIFY_URL cannot be read"),
        (HOOK | {"HUBKIT_NOTIFY_URL": "https://u:canary@x.example/"}, "HUBKIT_NOTIFY_URL cannot be read"),
        (HOOK | {"HUBKIT_NOTIFY_URL": "https://x.example/canary here"}, "HUBKIT_NOTIFY_URL cannot be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_without_saying_it(change: dict[str, str], said: str) -> None:
    with pytest.raises(SettingError) as fault:
        channels_from(MAIL | change)
    assert said in str(fault.value)
    assert "canary" not in str(fault.value)
    assert "p%40ss" not in str(fault.value)


def test_organizers_by_mail_need_a_mail_server() -> None:
    with pytest.raises(SettingError, match="HUBKIT_NOTIFY_MAIL is set, and HUBKIT_SMTP_URL is not"):
        channels_from({"HUBKIT_NOTIFY_MAIL": "team@x.org"})

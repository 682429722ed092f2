"""Mail on its way: one connection to a mail server, encrypted wherever it leaves this machine."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage

from hubkit.webhooks.channels import MailServer
from hubkit.webhooks.unsent import UnsentError

_SECONDS = 20
_FINAL = range(500, 600)


class Carrier:
    """Sends mail after mail over one connection, made for the first of them; for one thread at a time."""

    def __init__(self, server: MailServer, sender: str) -> None:
        self._server = server
        self._sender = sender
        self._connection: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, receiver: str) -> None:
        """Have the server take a mail for one address, once this returns; raises `UnsentError` where it did not.

        That is final where the server refuses this address or this mail for good (a reply of 5xx, RFC 5321).
        """
        try:
            connection = self._connected()
        except (OSError, smtplib.SMTPException) as fault:
            self.close()
            raise UnsentError(_reason(fault), is_down=True) from None
        try:
            connection.send_message(message, self._sender, [receiver])
        except smtplib.SMTPRecipientsRefused as fault:
            code = next(iter(fault.recipients.values()))[0]
            raise UnsentError(f"SMTP {code}", is_final=code in _FINAL) from None
        except smtplib.SMTPDataError as fault:
            raise UnsentError(f"SMTP {fault.smtp_code}", is_final=fault.smtp_code in _FINAL) from None
        except (OSError, smtplib.SMTPException) as fault:
            self.close()
            raise UnsentError(_reason(fault), is_down=True) from None

    def close(self) -> None:
        """Say goodbye, if there is a connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            server, here = self._server, self._sender.rpartition("@")[2]
            if server.security == "tls":
                context = ssl.create_default_context()
                self._connection = smtplib.SMTP_SSL(server.host, server.port, here, timeout=_SECONDS, context=context)
            else:
                self._connection = smtplib.SMTP(server.host, server.port, here, timeout=_SECONDS)
            if server.security == "starttls":
                self._connection.starttls(context=ssl.create_default_context())
            if server.user:
                self._connection.login(server.user, server.password)
        return self._connection


def _reason(fault: Exception) -> str:
    """Return what is told of a fault: never the words of a server, which may hold an address."""
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"SMTP {fault.smtp_code}, {type(fault).__name__}"
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        return "the server offers no STARTTLS or no login; is it the right port, and smtp:// or smtps:// right?"
    return type(fault).__name__

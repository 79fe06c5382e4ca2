"""Messages to people's phones and mailboxes, through apprise.

Enterprise WeChat and DingTalk need only the key of a group's robot; mail and SMS need a gateway,
which an installation names in its environment (see ``docs/domains/notices.md``).
"""

import logging
import re
from urllib.parse import quote

from django.conf import settings

from wangge.kernel.choices import Choice
from wangge.kernel.words import N_, Said, say

# Its own lines would name addresses; what went wrong is kept beside the parcel instead.
logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)


class Channel(Choice):
    """A way to reach somebody who isn't looking at the page."""

    WECOM = "wecom", N_("Enterprise WeChat")
    DINGTALK = "dingtalk", N_("DingTalk")
    MAIL = "mail", N_("Mail")
    SMS = "sms", N_("SMS")


class NotSent(Exception):
    """The channel didn't take the message; it is tried again later."""


FORMS = {
    Channel.WECOM: re.compile(r"[A-Za-z0-9_-]{8,80}"),
    Channel.DINGTALK: re.compile(r"[A-Za-z0-9_-]{8,100}"),
    Channel.MAIL: re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"),
    Channel.SMS: re.compile(r"\+?[0-9]{6,15}"),
}
"""What an address of each channel looks like: nothing that could change the gateway's address."""


def open_channels() -> list[Channel]:
    """The channels that this installation has a gateway for."""
    return [channel for channel in Channel if settings.MESSAGES.get(channel.value)]


def why_not_address(channel: Channel, address: str) -> Said | None:
    """Why a message can't go to this address."""
    if channel not in open_channels():
        return say("This installation has no gateway for “%(channel)s”.", channel=channel.label)
    if not FORMS[channel].fullmatch(address):
        return say("This is no address for “%(channel)s”.", channel=channel.label)
    return None


def send(channel: Channel, address: str, title: str, body: str) -> None:
    """Send one message; raises :class:`NotSent` when the channel didn't take it.

    Returns once the gateway has taken it over, which says nothing of whether it was read.
    """
    if why_not_address(channel, address) is not None:
        raise NotSent("no gateway, or no address for it")
    import apprise  # takes half a second, and most processes send nothing

    gateway = apprise.Apprise()
    template: str = settings.MESSAGES[channel.value]
    if not gateway.add(template.replace("{address}", quote(address, safe=""))):
        raise NotSent("the gateway's address can't be read")
    if not gateway.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
        raise NotSent("the gateway didn't take the message")

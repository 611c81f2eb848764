"""`kemitraan bounce` stands at the end of a mail server's pipe, and hands in the mail that came back."""

import sys

from cli import profile
from cli.failures import Failure, Later
from cli.remote import Api
from cli.screen import say
from cli.steering import As

MAIL = "message/rfc822"

MOST = 200 * 1024
"""Bytes of a mail that are handed in: what it is about stands at its beginning."""


async def bounce(*, speaker: As = None) -> None:
    """Hand in a mail that came back, from the standard input; any other mail is left alone.

    Where that is not possible it ends with 75, and the mail server keeps the mail and tries again.

    Parameters
    ----------
    speaker
        Whose key of the development stack to use.
    """
    mail = sys.stdin.buffer.read()[:MOST]
    try:
        async with Api(*profile.door(speaker)) as api:
            noted = (await api.hand_in("/v1/receipts/mail", mail, MAIL)).or_raise()
    except Failure as failure:
        raise Later(str(failure)) from None
    say("noted on the letter" if noted["known"] else "nothing final about a letter of ours; nothing was done")

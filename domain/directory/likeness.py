"""What makes two entries of the directory look like one, and how somebody is told."""

from enum import StrEnum

from domain.directory.sheets import Flaw


class Sign(StrEnum):
    """Why two entries seem to be one."""

    NAME = "name"
    NUMBER = "number"
    """They share an address or a number."""
    DOMAIN = "domain"
    LEGAL_ID = "legal_id"


_ALIKE = {
    Sign.NAME: Flaw(what="this seems to be the same as {whom}: it has the same name"),
    Sign.NUMBER: Flaw(what="this seems to be the same as {whom}: it has the same number or address"),
    Sign.DOMAIN: Flaw(what="this seems to be the same as {whom}: it has the same domain"),
    Sign.LEGAL_ID: Flaw(what="this seems to be the same as {whom}: it has the same legal number"),
}


def alike(sign: Sign, name: str, *where: str) -> Flaw:
    """An entry that seems to be there already, under an id and perhaps in a row."""
    return _ALIKE[sign]._replace(params={"whom": f"{name} ({', '.join(where)})"})

"""E-mail that stays here: on a machine where nobody should be written to, each message is a file to be looked at."""

from pathlib import Path

from activities.channels.mail import message, written
from domain.notices.letter import Letter, Receipt


class Folder:
    """The channel of e-mail where there is no mail server, as in a development stack."""

    def __init__(self, path: Path, sender: str) -> None:
        self._path = path
        self._sender = sender

    async def send(self, letter: Letter) -> Receipt:
        """One file a letter, named by when and to whom; a repeat writes the same file again."""
        self._path.mkdir(parents=True, exist_ok=True)
        file = self._path / f"{letter.composed_at:%Y-%m-%dT%H%M%S} {letter.to.person_id} {letter.letter_id}.eml"
        file.write_bytes(written(message(letter, self._sender)))
        return Receipt(f"written to {file.name}")

"""Mail that stays on this machine: one file a letter, readable as a mail, and the same file when it is tried again."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

from activities.channels.chosen import channels
from activities.channels.smtp import Smtp
from domain.directory.cards import Channel
from tests.letters import letter


async def test_each_letter_is_one_file_however_often_it_is_tried(tmp_path: Path) -> None:
    folder, sent = tmp_path / "mail", letter()
    channel = channels({"KEMITRAAN_MAIL_FOLDER": str(folder)})[Channel.EMAIL]
    receipts = [await channel.send(sent), await channel.send(sent)]
    (file,) = folder.iterdir()
    assert [receipt.detail for receipt in receipts] == [f"written to {file.name}"] * 2
    mail = message_from_bytes(file.read_bytes(), policy=default)
    assert (mail["To"], mail["Content-Language"]) == (f"{sent.to.name} <{sent.address}>", "id")
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Yth. Ibu Sari Dewi," in body.get_content()


async def test_a_mail_server_goes_before_a_folder(tmp_path: Path) -> None:
    both = {"KEMITRAAN_SMTP_URL": "smtp://127.0.0.1:1", "KEMITRAAN_MAIL_FOLDER": str(tmp_path / "mail")}
    assert isinstance(channels(both)[Channel.EMAIL], Smtp)

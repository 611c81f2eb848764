"""Mail that comes back, as Postfix writes it, and what WhatsApp posts when a message has not arrived."""

import hashlib
import hmac
import json
from typing import Any

POSTFIX = """\
Return-Path: <>
Received: by surat.test (Postfix)
\tid 4BcD1f2Z9z; Mon,  4 Jan 2027 09:00:05 +0700 (WIB)
Date: Mon,  4 Jan 2027 09:00:05 +0700 (WIB)
From: MAILER-DAEMON@surat.test (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: kembali@kemitraan.test
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4BcD1f2Z9y.1798768805/surat.test"
Message-Id: <4BcD1f2Z9z@surat.test>

This is a MIME-encapsulated message.

--4BcD1f2Z9y.1798768805/surat.test
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host surat.test.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<{address}>: host mx.example.org[192.0.2.7] said: {said}
    (in reply to RCPT TO command)

--4BcD1f2Z9y.1798768805/surat.test
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; surat.test
X-Postfix-Queue-ID: 4BcD1f2Z9y
X-Postfix-Sender: rfc822; kembali@kemitraan.test
Arrival-Date: Mon,  4 Jan 2027 09:00:00 +0700 (WIB)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; {said}

--4BcD1f2Z9y.1798768805/surat.test
Content-Description: Undelivered Message
Content-Type: {kind}

Return-Path: <kembali@kemitraan.test>
From: Kemitraan <halo@kemitraan.test>
To: {address}
Subject: Kabar
Message-ID: {name}
References: <thread.11111111-1111-4111-8111-111111111111@kemitraan.test>
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

--4BcD1f2Z9y.1798768805/surat.test--
"""

UNKNOWN = "550 5.1.1 <{address}>: Recipient address rejected: User unknown"


def returned(name: str, address: str = "old@example.org", **changes: str) -> bytes:
    """A notification about the letter of this Message-ID."""
    usual = {"action": "failed", "status": "5.1.1", "said": UNKNOWN.format(address=address), "kind": "message/rfc822"}
    return POSTFIX.format(name=name, address=address, **{**usual, **changes}).replace("\n", "\r\n").encode()


def news(*statuses: dict[str, Any]) -> bytes:
    """What Meta posts about these messages."""
    value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": "1234567890"}, "statuses": statuses}
    change = {"field": "messages", "value": value}
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}).encode()


def status(name: str, fate: str, code: int | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """One message and what became of it."""
    told = {"id": name, "status": fate, "timestamp": "1798768805", "recipient_id": "6281234567890", **more}
    trouble = {"code": code, "title": "Message undeliverable", "message": "Message undeliverable"}
    details = {"error_data": {"details": "Message Undeliverable."}}
    return {**told, "errors": [{**trouble, **details}]} if code else told


def signed(body: bytes, secret: str) -> str:
    """The header by which Meta proves itself."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()

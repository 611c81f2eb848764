"""Receipts that work, for the documentation; a test sends each of them."""

from api.examples import Examples

_LETTER = "1f9d2c3e-6a4b-5c7d-8e9f-0a1b2c3d4e5f"

RECEIPTS: Examples = {
    "no_such_mailbox": {
        "summary": "A mail gateway tells that a letter came back, because nobody has this mailbox",
        "value": {
            "receipt": f"<{_LETTER}@kemitraan.example.id>",
            "outcome": "failed",
            "address_wrong": True,
            "detail": "550 5.1.1 No such user here",
            "at": "2026-03-02T09:00:00+07:00",
        },
    },
    "delivered": {"summary": "It arrived", "value": {"letter_id": _LETTER, "outcome": "delivered"}},
}

MAILS: Examples = {
    "returned": {
        "summary": "What a mail server sends back, without its sentences for people",
        "value": "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; surat.example.id\n\n"
        "Final-Recipient: rfc822; dewi@melati.sch.id\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 No such user here\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{_LETTER}@kemitraan.example.id>\n\n--b--\n",
    }
}

_STATUS = {
    "id": "wamid.HBgNNjI4MTIzNDU2Nzg5MBUCABEYEjA=",
    "status": "failed",
    "timestamp": "1772416800",
    "recipient_id": "6281234567890",
    "biz_opaque_callback_data": _LETTER,
    "errors": [{"code": 131026, "title": "Message undeliverable"}],
}

NEWS: Examples = {
    "not_on_whatsapp": {
        "summary": "A number that is not on WhatsApp",
        "value": {
            "object": "whatsapp_business_account",
            "entry": [
                {
                    "id": "102290129340398",
                    "changes": [
                        {"field": "messages", "value": {"messaging_product": "whatsapp", "statuses": [_STATUS]}}
                    ],
                }
            ],
        },
    }
}

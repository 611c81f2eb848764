"""Bodies that work, for the documentation; a test sends each of them."""

from typing import Any

from api.cloudevents import event_type

Examples = dict[str, dict[str, Any]]

_PARTNERSHIP = "2f0c9d1e-55d0-5c1b-9f2e-0d7a3c1b8e44"

PROPOSALS: Examples = {
    "school_and_bakery": {
        "summary": "A bakery proposes a partnership to a school, and names its lead at once",
        "value": {
            "title": "Bread for the school canteen",
            "purpose": "Pupils learn a craft, and the bakery finds its next bakers.",
            "proposer_org": "roti-makmur",
            "parties": [
                {"org_id": "roti-makmur", "name": "Roti Makmur", "kind": "company"},
                {"org_id": "smk-melati", "name": "SMK Melati", "kind": "public_office"},
            ],
            "profile": "informal",
            "then": [
                {"kind": "appoint_person", "person_id": "sari", "name": "Sari Wulandari", "role": "lead"},
            ],
        },
    }
}

POLICIES: Examples = {
    "gentler": {
        "summary": "One more week before the leads hear of an unanswered version, and a longer feast",
        "value": {
            "note": "Our partners asked for more time around the feast.",
            "policy": {
                "calendar": {
                    "quiet": [
                        {"starts": "2027-03-03", "ends": "2027-03-17", "cause": "fasting", "reason": "Lebaran"},
                    ]
                },
                "rules": {
                    "acceptance": {
                        "steps": [
                            {"after": 7, "audience": "owner"},
                            {"after": 21, "audience": "leads"},
                            {"after": 35, "audience": "sponsors"},
                            {"after": 60, "audience": "leads"},
                        ]
                    }
                },
                "profiles": {"informal": {"patience": 2}},
            },
        },
    }
}

COMMANDS: Examples = {
    "one": {
        "summary": "One command",
        "value": {"kind": "declare_willingness", "willing": True, "note": "We would love to."},
    },
    "several": {
        "summary": "Several, decided together, all or nothing",
        "value": {
            "commands": [
                {"kind": "appoint_person", "person_id": "dewi", "name": "Dewi Lestari", "role": "lead"},
                {"kind": "begin_exploring"},
            ]
        },
    },
}

_CONTACT = {
    "held_at": "2026-03-02T09:00:00+07:00",
    "orgs": ["roti-makmur", "smk-melati"],
    "topics": ["tasting", "timetable"],
}

_EVENT = {
    "specversion": "1.0",
    "id": "visit-17",
    "source": "/crm/roti-makmur",
    "type": event_type("record_contact"),
    "partitionkey": _PARTNERSHIP,
    "time": "2026-03-02T11:30:00+07:00",
    "data": _CONTACT,
}

EVENTS: Examples = {"contact": {"summary": "A contact that a service has noticed", "value": _EVENT}}

BATCHES: Examples = {"two": {"summary": "Two events", "value": [_EVENT, {**_EVENT, "id": "visit-18"}]}}

DATA: Examples = {
    "contact": {"summary": "The data alone; the rest of the event stands in `ce-` headers", "value": _CONTACT}
}

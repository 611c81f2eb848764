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

DEPARTURES: Examples = {
    "a_teacher_moves": {
        "summary": "Somebody leaves at the end of June; one person takes over one post, another one all the rest",
        "value": {
            "person_id": "dewi",
            "last_day": "2027-06-30",
            "successor": "rini",
            "successors": {"smk-melati.head-of-practice": "joko"},
        },
    }
}

ASSIGNMENTS: Examples = {"to_a_colleague": {"summary": "To somebody of your side", "value": {"to": "rini"}}}

REASSIGNMENTS: Examples = {
    "all_of_one": {
        "summary": "All that is in the hands of one person, to another one",
        "value": {"person_id": "dewi", "to": "rini"},
    }
}

FOLLOW_UPS: Examples = {"next_week": {"summary": "Look at it again on a day", "value": {"on": "2027-03-15"}}}

NOTES: Examples = {"a_note": {"summary": "For your own side", "value": {"text": "Pak Budi reads it on Sunday."}}}

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

ORGANISATIONS: Examples = {
    "school": {
        "summary": "A vocational school in Makassar",
        "value": {
            "name": "SMK Melati",
            "kind": "public_office",
            "domain": "melati.sch.id",
            "zone": "Asia/Makassar",
        },
    }
}

PEOPLE: Examples = {
    "headmistress": {
        "summary": "WhatsApp first, no news on it, and never at night",
        "value": {
            "name": "Dewi Lestari",
            "honorific": "ibu",
            "language": "id",
            "zone": "Asia/Makassar",
            "points": [
                {"channel": "whatsapp", "address": "0812-3456-7890", "rank": 1},
                {"channel": "email", "address": "dewi@melati.sch.id", "rank": 2},
            ],
            "choices": {"by_channel": {"whatsapp": {"news": "off"}}},
            "digest_at": "08:00:00",
            "quiet_from": "20:00:00",
            "quiet_until": "06:00:00",
        },
    }
}

POSITIONS: Examples = {
    "head": {
        "summary": "The post on which roles in partnerships hang",
        "value": {"org_id": "smk-melati", "title": "Kepala Sekolah", "level": "leadership"},
    }
}

TERMS: Examples = {
    "from_july": {"summary": "In office from July", "value": {"person_id": "dewi", "since": "2026-07-01"}},
    "until_june": {
        "summary": "The same with a last day",
        "value": {"person_id": "dewi", "since": "2026-07-01", "until": "2029-06-30"},
    },
}

ABSENCES: Examples = {
    "pilgrimage": {
        "summary": "Away for six weeks, and somebody stands in",
        "value": {"starts": "2027-05-01", "ends": "2027-06-12", "stand_in": "budi", "note": "Ibadah haji"},
    }
}

MERGES: Examples = {"twins": {"summary": "dewi-2 is dewi", "value": {"gone": "dewi-2", "into": "dewi"}}}

DIFFERENCES: Examples = {
    "namesakes": {"summary": "Two people of one name", "value": {"first": "dewi", "second": "dewi-2"}}
}

LINKS: Examples = {
    "a_word_on_the_first_tea": {
        "summary": "Ask somebody of the other side, on their phone, whether they are willing",
        "value": {
            "person_id": "dewi",
            "org_id": "smk-melati",
            "partnership_id": "5b0f8e3a-8a3a-5c6e-9d53-8d0b1f2f9a11",
            "act": "declare_willingness",
            "days": 14,
        },
    }
}

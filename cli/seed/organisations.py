"""The organisations of the portfolio: companies, NGOs, universities, public offices and groups without any paper."""

from cli.stories.cast import Org

TUNAS_BACA = Org(
    "yayasan-tunas-baca", "Yayasan Tunas Baca", "ngo", "Dewi Lestari", "Rian Hidayat",
    "Every child within walking distance of a good book.",
    ("patience", "openness"), ("forty village libraries by 2030",),
)  # fmt: skip
KOMUNITAS_BACA = Org(
    "komunitas-baca-lereng", "Komunitas Baca Lereng", "informal", "Sri Wahyuni", "Agus Prasetyo",
    "We read together every Sunday under the mango tree, and bring whoever passes by.",
    ("joy", "neighbourliness"), ("a roof for the books", "a reading hour for mothers"),
)  # fmt: skip
KARYA_MESIN = Org(
    "pt-karya-mesin", "PT Karya Mesin Nusantara", "company", "Hendra Gunawan", "Maya Kusuma",
    "Machines that small workshops can repair themselves.",
    ("quality", "honesty"), ("young technicians who stay in the region",),
)  # fmt: skip
POLITEKNIK = Org(
    "politeknik-bahari", "Politeknik Bahari Utama", "university", "Ratna Sihombing", "Yusuf Tanjung",
    "Hands that think: vocational education for the coast.",
    ("learning by doing",), ("every student has worked in a real workshop",),
)  # fmt: skip
DESA_SUKAMULYA = Org(
    "desa-sukamulya", "Kantor Desa Sukamulya", "public_office", "Bambang Sutrisno", "Nining Rahayu",
    "A village that looks after its smallest and its oldest.",
    ("service", "togetherness"), ("no child below the growth curve", "open village data"),
)  # fmt: skip
PKK_MELATI = Org(
    "pkk-melati", "Ibu-ibu PKK Melati", "informal", "Siti Aminah", "Lastri Wulandari",
    "Mothers of RW 05 who cook, weigh babies and know every door.",
    ("care", "trust"), ("a healthy meal for every toddler once a week",),
)  # fmt: skip
KARANG_TARUNA = Org(
    "karang-taruna-harapan", "Karang Taruna Harapan", "informal", "Fajar Nugroho", "Intan Permata",
    "The young people of the village, with motorbikes, time and ideas.",
    ("courage", "solidarity"), ("a clean river", "something to do on Saturday night"),
)  # fmt: skip
RIVERS = Org(
    "rivers-and-people", "Rivers & People", "ngo", "Marieke de Vries", "Tom Okafor",
    "Living with water: knowledge from one delta for another.",
    ("curiosity", "respect"), ("early warning that reaches the last house",),
)  # fmt: skip
LEMBAH_CITRA = Org(
    "universitas-lembah-citra", "Universitas Lembah Citra", "university", "Andi Rahman", "Fitri Handayani",
    "Research that is of use to the people next door.",
    ("rigour", "humility"), ("students who have worked with a village",),
)  # fmt: skip
KECAMATAN = Org(
    "kecamatan-tirtasari", "Kantor Kecamatan Tirtasari", "public_office", "Endang Suhendar", "Wulan Sari",
    "Eleven villages along one river, dry feet for all of them.",
    ("duty", "calm"), ("everybody knows where to go when the water comes",),
)  # fmt: skip
KOPERASI_KOPI = Org(
    "koperasi-kopi-lereng", "Koperasi Kopi Lereng", "company", "Wayan Suartana", "Ketut Ariani",
    "Two hundred families, one roastery, a fair price.",
    ("fairness", "patience"), ("a harvest that pays for school",),
)  # fmt: skip
NORDIC_BEAN = Org(
    "nordic-bean", "Nordic Bean AB", "company", "Ingrid Solberg", "Lars Nyström",
    "Coffee whose farmers we know by name.",
    ("transparency",), ("half of our coffee in long partnerships",),
)  # fmt: skip
KODE_MALAM = Org(
    "kode-malam-minggu", "Kode Malam Minggu", "informal", "Bagus Pratama", "Aisyah Putri",
    "An online community of developers who meet on Saturday nights.",
    ("sharing", "humour"), ("free software for villages", "a first pull request for everybody"),
)  # fmt: skip
PENENUN = Org(
    "penenun-hawu", "Kelompok Penenun Hawu", "informal", "Yuliana Rihi", "Marta Lay",
    "Weavers who keep the patterns of their grandmothers.",
    ("memory", "beauty"), ("the patterns belong to those who weave them",),
)  # fmt: skip
WESTHAVEN = Org(
    "university-of-westhaven", "University of Westhaven", "university", "Eleanor Price", "Kenji Watanabe",
    "Textiles as a language of their own.",
    ("scholarship", "restitution"), ("collections that come home",),
)  # fmt: skip
ANAK_SAMUDRA = Org(
    "yayasan-anak-samudra", "Yayasan Anak Samudra", "ngo", "Theresia Lamanepa", "Paulus Beding",
    "Children of fishing families finish school.",
    ("hope",), ("a hundred scholarships a year",),
)  # fmt: skip
DESA_PANTAI = Org(
    "desa-pantai-indah", "Kantor Desa Pantai Indah", "public_office", "Lukas Wora", "Ester Bunga",
    "A fishing village that wants to stay one.",
    ("steadiness",), ("a dry road to school",),
)  # fmt: skip
LBH_CAHAYA = Org(
    "lbh-cahaya", "LBH Cahaya", "ngo", "Nadia Siregar", "Rizky Maulana",
    "Legal aid for those who cannot pay for it.",
    ("justice",), ("one clinic in every district",),
)  # fmt: skip
SURYA_ATAP = Org(
    "pt-surya-atap", "PT Surya Atap", "company", "Kevin Halim", "Laras Ayu",
    "Sun on every roof, paid from what it saves.",
    ("thrift", "daring"), ("five hundred school roofs",),
)  # fmt: skip

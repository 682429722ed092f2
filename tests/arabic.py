"""A network that is written from right to left, with a page of every type and much on each."""

import io

from PIL import Image


def _picture() -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((800, 450)).convert("RGB").save(file, "JPEG")
    return file.getvalue()


NETWORK = """
name: مدن مفتوحة
url: https://x.org/hubs/
tagline: نمشي في مدننا ونروي ما رأيناه فيها.
description: "شبكة من **الحلقات** المحلية. [من نحن](/about/)"
languages: [ar]
timezone: Africa/Cairo
nav: [{label: أسّس مجموعة, url: /about/}]
links: [{label: راسلنا, url: mailto:hello@x.org}]
"""
CAIRO = """
name: أضواء القاهرة
city: القاهرة
country: EG
timezone: Africa/Cairo
languages: [ar]
founded: 2019-03-01
tagline: جولات بطيئة في المدينة القديمة، بأي كاميرا كانت.
description: "نلتقي كل شهر. `hubkit` اسم لاتيني داخل النص."
picture: {file: media/river.jpg, alt: النهر عند الغروب}
contact: {email: cairo@x.org, phone: "+20 2 1234 5678"}
social: {mastodon: "https://example.org/@cairo"}
organizers: [mona]
roles: [{id: keeper, title: حارسة القاعة, members: [mona, omar]}]
rituals: [{id: tea, title: شاي بعد الجولة, every: 1st friday, description: على الرصيف}]
offers: [{id: friend, title: صديق, price: 12.50, currency: EGP, benefits: [دعوة, قائمة], url: "https://example.org/join"}]
sponsors: [press]
"""
WALK = """
title: "جولة تصوير طويلة العنوان جدًّا من باب زويلة إلى خان الخليلي مع Fotografía e.V. قبل أن تفتح المتاجر أبوابها"
summary: ببطء، على ضفة النهر.
start: 2026-12-05 18:30
duration: 2h
venue: library
hosts: [mona]
cohosts: [rabat]
speakers: [omar, {name: Ada Lovelace, bio: تحب الآلات, url: "https://example.org/ada"}]
sponsors: [press]
tags: [تصوير, night walk]
image: {file: media/river.jpg, alt: النهر عند الغروب}
registration:
  mode: link
  url: https://example.org/tickets
  capacity: 20
  waitlist: true
  tickets: [{id: full, name: كاملة, price: 120.00, currency: EGP, quantity: 10}]
description: |
  ## ماذا نحمل؟

  - أي كاميرا
  - حذاء مريح

  > قال أحدهم: الضوء لا ينتظر.

  | الساعة | المكان |
  |---|---|
  | 18:30 | الباب |
"""
CHARTER = """---
version: "2"
ratified: 2026-01-01
stewards: [{member: mona, role: أمينة, from: 2026-01-01}]
governance: [{tier: الحلقة, function: البرنامج, decides: ما نفعله كل شهر}]
budget:
- {label: منحة, amount: 1488.00, currency: EGP, kind: income}
- {label: القاعة, amount: 80.50, currency: EGP, kind: expense}
amendments: [{date: 2026-02-01, title: أضفنا دورًا}]
---
نص الميثاق.
"""


def _member(name: str) -> str:
    said = "quote: الضوء صبر.\nconsent: 2026-01-01\n---\nقصة.\n"
    return f"---\nname: {name}\nrole: Room keeper (2026)\npronouns: she/her\n{said}"


def _past(number: int) -> str:
    return f"title: أمسية {number}\nstart: 2025-{number % 12 + 1:02}-{number % 27 + 1:02} 19:00\nduration: 1h\n"


FILES: dict[str, str | bytes] = {
    "hubkit.yaml": NETWORK,
    "charter.md": CHARTER.replace("stewards: [{member: mona, role: أمينة, from: 2026-01-01}]\n", ""),
    "code-of-conduct.md": "---\ntitle: مدونة السلوك\n---\nكونوا لطفاء.\n",
    "pages/about.md": "---\ntitle: من نحن\nnav: true\n---\n## البداية\n\nنص، و[رابط](/cairo/).\n",
    "venues/library.yaml": (
        "name: مكتبة المدينة\naddress: شارع المعز 1\ncity: القاهرة\ncoordinates: {lat: 30.05, lon: 31.26}\n"
    ),
    "sponsors/press.yaml": "name: دار النشر\nurl: https://example.org/\n",
    "hubs/rabat/hub.yaml": "name: الرباط\ncity: الرباط\ncountry: MA\ntimezone: Africa/Casablanca\nlanguages: [ar]\n",
    "hubs/cairo/hub.yaml": CAIRO,
    "hubs/cairo/charter.md": CHARTER,
    "hubs/cairo/media/river.jpg": _picture(),
    "hubs/cairo/members/mona.md": _member("Mona Said"),
    "hubs/cairo/members/omar.md": _member("عمر فؤاد"),
    "hubs/cairo/pages/first-walk.md": "---\ntitle: جولتك الأولى\nnav: true\n---\nنص طويل بعض الشيء.\n",
    "hubs/cairo/events/2026-12-05-walk.yaml": WALK,
    "hubs/cairo/events/2026-12-19-talk.yaml": (
        "title: حديث\nstart: 2026-12-19 19:00\nduration: 1h\nstatus: cancelled\nattendance: online\n"
        "online: {url: https://example.org/room}\n"
    ),
    "hubs/cairo/events/tea.yaml": (
        "title: شاي الثلاثاء\nstart: 19:00\nduration: 2h\n"
        "repeat: {every: 2nd tuesday, from: 2026-10-01, except: [2027-01-12]}\n"
    ),
    **{f"hubs/cairo/events/past-{number}.yaml": _past(number) for number in range(1, 24)},
}
"""By path; built at `tests.sites.NOW`, there is a page of every type."""

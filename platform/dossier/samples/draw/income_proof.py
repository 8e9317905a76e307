"""The employer's letter about a wage."""

from __future__ import annotations

from datetime import date

import numpy as np

from dossier.kernel.money import capitals, yuan_text
from dossier.samples.draw.scan import Scan
from dossier.samples.draw.seal import RED, round_seal
from dossier.samples.draw.sheet import Sheet, long_date
from dossier.samples.people import Job, Person

SIGNER = "周敏"
SIGNER_PHONE = "024-05512346"


def income_proof(rng: np.random.Generator, person: Person, issued_on: date) -> Scan:
    """Draw the letter with the seal of the personnel department."""
    job = job_of(person)
    sheet = Sheet(210, 297)
    sheet.text(105, 40, "收入证明", 9.0, family="SansBold", anchor="mm", spacing=2.5)
    y = sheet.block(
        28, 62, 154, body(person, issued_on), 5.2, leading=1.9, indent=2, family="Serif"
    )
    y = sheet.block(28, y + 2, 154, PURPOSE, 5.2, leading=1.9, indent=2, family="Serif")
    sheet.text(28 + 10.4, y + 4, "特此证明。", 5.2, family="Serif")
    sheet.text(28, y + 26, contact(), 4.6, family="Serif")
    foot = y + 50
    sheet.text(182, foot, job.employer, 5.2, family="Serif", anchor="ra")
    sheet.text(182, foot + 10, long_date(issued_on), 5.2, family="Serif", anchor="ra")
    seal = round_seal(rng, job.employer, caption="人事专用章", diameter_mm=42)
    shift_x, shift_y = rng.uniform(-5, 5, 2).tolist()
    sheet.stamp(seal, 150 + shift_x, foot + 6 + shift_y, RED)
    sheet.mark(200, 288, size=2.6)
    return sheet.scan()


PURPOSE = "本证明仅用于申请最低生活保障，我单位对上述内容的真实性负责。"


def body(person: Person, issued_on: date) -> str:
    """Return the sentence that proves the wage."""
    job = job_of(person)
    since = f"{job.since.year}年{job.since.month}月"
    return (
        f"兹证明{person.name}（性别：{person.gender}，公民身份号码：{person.id_number}）"
        f"系我单位职工，自{since}起在我单位工作，现任{job.position}岗位。"
        f"该职工{period(issued_on)}的月收入为人民币{yuan_text(job.monthly_income_fen)}元"
        f"（大写：{capitals(job.monthly_income_fen)}）。"
    )


def contact() -> str:
    """Return the line of the person who wrote the letter."""
    return f"经办人及电话：{SIGNER} {SIGNER_PHONE}"


def period(issued_on: date) -> str:
    """Return the three months before the letter, as printed."""
    last = issued_on.year * 12 + issued_on.month - 2
    first = last - 2
    return f"{first // 12}年{first % 12 + 1}月至{last // 12}年{last % 12 + 1}月"


def job_of(person: Person) -> Job:
    """Return the post of a person who has one."""
    assert person.job is not None
    return person.job


def truth_of_income_proof(person: Person, issued_on: date) -> dict[str, str]:
    """Return what a reader is to find; the period stands as printed."""
    job = job_of(person)
    return {
        "name": person.name,
        "id_number": person.id_number,
        "employer": job.employer,
        "position": job.position,
        "monthly_income": f"{job.monthly_income_fen // 100}.{job.monthly_income_fen % 100:02d}",
        "period": period(issued_on),
        "signer": f"{SIGNER} {SIGNER_PHONE}",
        "issued_on": issued_on.isoformat(),
    }

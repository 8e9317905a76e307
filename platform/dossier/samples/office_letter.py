"""The employer's letter as an office program exports it: a PDF with text, nothing scanned."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache

import typst

from dossier.samples.draw import income_proof
from dossier.samples.draw.sheet import FONTS, MARK, long_date
from dossier.samples.people import Person

_TEMPLATE = """
#let it = json(bytes(sys.inputs.letter))
#set document(date: none)
#set page(paper: "a4", margin: (x: 28mm, y: 34mm), footer: align(right, text(7pt, gray, it.mark)))
#set text(font: "Noto Serif CJK SC", lang: "zh", region: "cn", size: 14pt)
#set par(first-line-indent: (amount: 2em, all: true), leading: 1.1em, justify: true)
#align(center, text(font: "Noto Sans CJK SC", size: 24pt, weight: "bold", tracking: 6pt, it.title))
#v(8mm)
#for line in it.lines [#par(line)]
#v(10mm)
#par(first-line-indent: 0em, it.contact)
#v(14mm)
#let seal = box(width: 42mm, height: 42mm, {
  set text(font: "Noto Serif CJK SC", fill: rgb("#ce2026"), size: 13pt, weight: "bold")
  place(circle(radius: 21mm, stroke: 1.2mm + rgb("#ce2026")))
  let letters = it.employer.clusters()
  for (place-in, letter) in letters.enumerate() {
    let turn = (place-in / (letters.len() - 1) - 0.5) * 240deg
    place(center + horizon, rotate(turn, box(height: 37mm, align(top, letter))))
  }
  place(center + horizon, dy: 1mm, text(size: 30pt, "★"))
  place(center + bottom, dy: -6mm, text(size: 11pt, it.caption))
})
#place(right, dx: -10mm, dy: -8mm, seal)
#align(right)[#it.employer \\ #it.date]
"""


def income_proof_pdf(person: Person, issued_on: date) -> bytes:
    """Return the letter about the wage of ``person`` as a PDF with a text layer."""
    letter = {
        "title": "收入证明",
        "lines": [income_proof.body(person, issued_on), income_proof.PURPOSE, "特此证明。"],
        "contact": income_proof.contact(),
        "employer": income_proof.job_of(person).employer,
        "caption": "人事专用章",
        "date": long_date(issued_on),
        "mark": MARK,
    }
    made = _compiler().compile(
        _TEMPLATE.encode(),
        format="pdf",
        sys_inputs={"letter": json.dumps(letter, ensure_ascii=False)},
        timestamp=0,
    )
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    return typst.Compiler(font_paths=fonts)

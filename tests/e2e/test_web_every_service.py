"""The form of a service, filled from its example with nothing but the keyboard.

The hands know kinds of widgets, not services: what a field is they see on the screen.
"""

from collections.abc import Mapping

import pytest
from playwright.sync_api import Locator, Page, expect
from site_process import until
from web_hands import Served, field, focused_pointer, sign_in

from dossier.catalogue import without_derived
from dossier.catalogue.loading import load
from dossier.catalogue.model import Definition
from dossier.flows import pointers
from dossier.kernel.canonical import Json
from dossier.kernel.money import yuan_text
from dossier.kernel.settings import form_schemas_folder

SERVICES = load(form_schemas_folder()).list()
TABS_MAX = 60
"""As many presses of Tab as it may take from one field to the next that is to be filled."""

BEHIND = """one => one.compareDocumentPosition(document.activeElement)
  === Node.DOCUMENT_POSITION_FOLLOWING"""
"""Whether the keyboard has passed it: what a choice brings up stands at the end of its row."""

Schema = Mapping[str, Json]


def _kind(schema: Schema) -> str:
    """Return what the screen makes of a field of the form."""
    items = schema.get("items")
    if schema.get("type") == "array" and isinstance(items, Mapping):
        few = "oneOf" in items or "enum" in items
        return "checks" if few and schema.get("uniqueItems") is True else "list"
    if schema.get("type") == "boolean":
        return "yesno"
    if "oneOf" in schema or "enum" in schema:
        return "choice"
    if schema.get("format") == "money-fen":
        return "money"
    if schema.get("format") in ("date", "year-month"):
        return "day"
    return "number" if schema.get("type") in ("integer", "number") else "text"


def _properties(schema: Schema) -> Mapping[str, Schema]:
    given = schema.get("properties")
    assert isinstance(given, Mapping)
    return {name: one for name, one in given.items() if isinstance(one, Mapping)}


def _example(definition: Definition) -> dict[str, Json]:
    valid = next(one for one in definition.examples if one.outcome == "valid")
    form = pointers.pruned(without_derived(definition, valid.form))
    return {name: value for name, value in form.items() if value not in ("", [])}


def _kinds(definition: Definition) -> frozenset[str]:
    properties = _properties(definition.form)
    return frozenset(_kind(properties[name]) for name in _example(definition))


def _params() -> list[object]:
    """Every service; the richest of each group is filled always, the others in the long run."""
    richest: dict[str, Definition] = {}
    for one in SERVICES:
        best = richest.get(one.group)
        if best is None or (len(_kinds(one)), -len(_example(one))) > (
            len(_kinds(best)),
            -len(_example(best)),
        ):
            richest[one.group] = one
    always = {one.code for one in richest.values()}
    return [
        pytest.param(one, id=one.code, marks=[] if one.code in always else [pytest.mark.soak])
        for one in SERVICES
    ]


@pytest.mark.parametrize("definition", _params())
def test_a_form_is_filled_by_keyboard_alone(
    page: Page, site: Served, definition: Definition
) -> None:
    wanted = _example(definition)
    sign_in(page, site, "clerk")
    expect(page.get_by_role("button", name=definition.title_zh).first).to_be_visible()
    page.keyboard.press("Alt+n")
    page.keyboard.type(definition.title_zh)
    page.keyboard.press("Enter")
    expect(page.get_by_text("把扫描件拖到这里")).to_be_visible()
    case = page.url.rpartition("/")[2]
    with site.person("clerk") as clerk:
        assert clerk.case(case).summary.service == definition.code
    properties = _properties(definition.form)
    Hands(page).fill_object("", properties, wanted, _order(definition))
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("save-sign")).to_have_text("已保存", timeout=15_000)
    with site.person("clerk") as clerk:
        until(
            lambda: _differences(clerk.case(case).form, wanted, properties) == [],
            10,
            "the form is saved as it was filled",
            lambda: str(_differences(clerk.case(case).form, wanted, properties)),
        )
        materials = clerk.case(case).evaluation.materials
    for material in materials:
        expect(page.locator(f'[data-material="{material.code}"]').first).to_be_visible()


def _differences(
    form: Mapping[str, Json], wanted: Mapping[str, Json], properties: Mapping[str, Schema]
) -> list[str]:
    """Return what is not as it was to be filled.

    What a choice keeps off the screen has its default; what is ticked has no order.
    """

    def there(pointer: str) -> Json:
        value = pointers.get(form, pointer)
        return value if value is not None else properties.get(pointer[1:], {}).get("default")

    return [
        f"{pointer}: {there(pointer)!r}, not {value!r}"
        for pointer, value in pointers.leaves(wanted)
        if _unordered(there(pointer)) != _unordered(value)
    ]


def _unordered(value: Json) -> Json:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return sorted(str(one) for one in value)
    return value


def _order(definition: Definition) -> list[str]:
    """Return the fields in the order in which they stand on the screen."""
    grouped = [name for group in definition.ui.groups for name in group.fields]
    rest = [name for name in _properties(definition.form) if name not in grouped]
    return grouped + rest


class Hands:
    """Ten fingers on a keyboard."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._press = page.keyboard.press
        self._type = page.keyboard.type

    def fill_object(
        self,
        pointer: str,
        properties: Mapping[str, Schema],
        values: Mapping[str, Json],
        order: list[str],
    ) -> None:
        """Fill the fields of the form, or of one row of a list, from top to bottom."""
        for name in order:
            if name in values:
                self._fill(f"{pointer}/{name}", properties[name], values[name])

    def _fill(self, pointer: str, schema: Schema, value: Json) -> None:
        kind = _kind(schema)
        if kind == "list":
            self._fill_list(pointer, schema, value)
            return
        self._go_to(pointer)
        match value:
            case bool():
                self._press("1" if value else "2")
            case list():
                self._tick(pointer, schema, value)
            case _ if kind == "choice":
                self._choose(pointer, schema, value)
            case int() if kind == "money":
                self._retype(yuan_text(value).replace(",", ""))
            case str() if kind == "day":
                self._retype(value)
                self._press("Enter")
            case _:
                self._retype(str(value))

    def _retype(self, text: str) -> None:
        self._press("Control+a")
        first = True
        for line in text.split("\n"):
            if not first:
                self._press("Enter")
            self._type(line)
            first = False

    def _choose(self, pointer: str, schema: Schema, value: Json) -> None:
        """Type the words of a choice into its box and take what is left of the list."""
        self._type(_words(schema, value))
        self._press("Enter")
        shown = field(self._page, pointer)
        expect(
            shown.locator(".ant-select-content, .ant-select-selection-item").first
        ).to_contain_text(_words(schema, value))

    def _tick(self, pointer: str, schema: Schema, values: list[Json]) -> None:
        items = schema["items"]
        assert isinstance(items, Mapping)
        names = {_words(items, one) for one in values}
        boxes = field(self._page, pointer).get_by_role("checkbox")
        for number in range(boxes.count()):
            if number:
                self._press("Tab")
            box = boxes.nth(number)
            expect(box).to_be_focused()
            label = box.locator("xpath=ancestor::label").inner_text().strip()
            if (label in names) != box.is_checked():
                self._press("Space")

    def _fill_list(self, pointer: str, schema: Schema, rows: Json) -> None:
        items = schema["items"]
        assert isinstance(items, Mapping)
        assert isinstance(rows, list)
        for number, row in enumerate(rows):
            place = f"{pointer}/{number}"
            self._to(field(self._page, pointer).get_by_role("button", name="添加").last)
            self._press("Enter")
            expect(
                field(self._page, pointer).locator("> fieldset.row, fieldset.row").nth(number)
            ).to_be_visible()
            if isinstance(row, Mapping):
                inner = _properties(items)
                self._back_to(field(self._page, f"{place}/{next(iter(inner))}"))
                self.fill_object(place, inner, row, list(inner))
            else:
                self._back_to(field(self._page, place))
                self._fill(place, items, row)

    def _go_to(self, pointer: str) -> None:
        if focused_pointer(self._page) == pointer:
            return
        target = field(self._page, pointer)
        expect(target).to_be_visible()
        key = "Shift+Tab" if target.evaluate(BEHIND) else "Tab"
        for _ in range(TABS_MAX):
            self._press(key)
            if focused_pointer(self._page) == pointer and self._on_a_control():
                return
        raise AssertionError(
            f"Tab does not lead to {pointer} from {focused_pointer(self._page)}"
        )

    def _on_a_control(self) -> bool:
        """Tell whether the keyboard is in the box itself, not on a button beside its name."""
        return bool(self._page.evaluate("!!document.activeElement.closest('.field-control')"))

    def _to(self, target: Locator) -> None:
        self._walk(target, "Tab")

    def _back_to(self, target: Locator) -> None:
        self._walk(target.locator(".field-control"), "Shift+Tab")

    def _walk(self, target: Locator, key: str) -> None:
        for _ in range(TABS_MAX):
            if target.evaluate("one => one.contains(document.activeElement)"):
                return
            self._press(key)
        raise AssertionError(f"{key} does not lead to {target}")


def _words(schema: Schema, value: Json) -> str:
    """Return a choice as it stands in its list."""
    options = schema.get("oneOf")
    if isinstance(options, list):
        for option in options:
            if isinstance(option, Mapping) and option.get("const") == value:
                return str(option["title"])
    return str(value)

"""A form as a value: FHIR's Questionnaire, its items and their answer options; parsing and checking a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from rrp_desktop.core.naming import LINK_ID, VERSION, Text, in_language
from rrp_desktop.errors import FormDefinitionError
from rrp_desktop.i18n import N_, _

Value = str | bool | int
"""One answer: text, code, ISO date or link as str; boolean; integer."""

Kinds = type | tuple[type, ...]


class ItemType(StrEnum):
    """The item types of FHIR R5 that forms use."""

    GROUP = "group"
    DISPLAY = "display"
    STRING = "string"
    TEXT = "text"
    CODING = "coding"
    BOOLEAN = "boolean"
    DATE = "date"
    INTEGER = "integer"
    URL = "url"


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One choice.  `weight` is the ordinal value; None keeps the option out of every figure."""

    code: str
    text: Text
    weight: float | None = None
    short: Text = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition:
    """`question` `operator` `answer`, as in FHIR's enableWhen; operators are =, != and exists."""

    question: str
    operator: str
    answer: Value


@dataclass(frozen=True, slots=True)
class Source:
    """Where a wording or a demand comes from."""

    title: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A demand on the answers, as data; the kinds of `check` are listed in docs/form-format.md."""

    id: str
    severity: str
    item: str
    check: str
    message: Text
    short: Text
    source: str = ""
    when: tuple[Condition, ...] = ()
    values: tuple[str, ...] = ()
    limit: int = 0
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A group, a text to show, or a question.

    Attributes:
        number: "4" for a page numbered so, "4.1" for its first question; empty where there is none.
        expected_when: For a follow-up: answers of the question above after which this text is expected.
        message: For a follow-up: what is said when the expected text is missing; `message_short` in a list.
    """

    link_id: str
    type: ItemType
    text: Text
    source: str = ""
    number: str = ""
    control: str = ""
    short: Text = field(default_factory=dict)
    help: Text = field(default_factory=dict)
    points: tuple[Text, ...] = ()
    placeholder: Text = field(default_factory=dict)
    options: tuple[AnswerOption, ...] = ()
    open: bool = False
    repeats: bool = False
    required: bool = False
    read_only: bool = False
    max_length: int | None = None
    lines: int = 3
    initial: Value | None = None
    enable_when: tuple[Condition, ...] = ()
    enable_any: bool = False
    expected_when: tuple[str, ...] = ()
    message: Text = field(default_factory=dict)
    message_short: Text = field(default_factory=dict)
    items: tuple[Item, ...] = ()

    @property
    def is_question(self) -> bool:
        """Whether the item takes an answer."""
        return self.type not in (ItemType.GROUP, ItemType.DISPLAY)

    @property
    def is_page(self) -> bool:
        """Whether the item is one page of the window."""
        return self.type is ItemType.GROUP and self.control == "page"

    def walk(self) -> Iterator[Item]:
        """This item and all below it, in order."""
        yield self
        for item in self.items:
            yield from item.walk()

    def questions(self) -> Iterator[Item]:
        """The questions at and below this item, in order."""
        return (item for item in self.walk() if item.is_question)

    def option(self, code: str) -> AnswerOption | None:
        """The answer option with this code."""
        return next((option for option in self.options if option.code == code), None)

    def label(self, language: str) -> str:
        """Short name of the item where there is one, else its text."""
        return in_language(self.short, language) or in_language(self.text, language)


@dataclass(frozen=True, slots=True)
class Programme:
    """The programme whose items and rules a questionnaire holds."""

    id: str
    version: str
    title: Text


@dataclass(frozen=True)
class Questionnaire:
    """A form with its programme's items and rules, ready to be filled.

    Attributes:
        definition: The assembled definition it was parsed from, which a draft carries with it (JSON types only).
    """

    id: str
    version: str
    title: Text
    description: Text
    notice: Text
    sources: Mapping[str, Source]
    items: tuple[Item, ...]
    rules: tuple[Rule, ...]
    general_rules: Mapping[str, Rule]
    programme: Programme | None
    definition: Mapping[str, Any] = field(compare=False, repr=False)

    def __post_init__(self) -> None:
        by_link_id: dict[str, Item] = {}
        parents: dict[str, Item] = {}
        for item in self.walk():
            by_link_id[item.link_id] = item
            parents.update((child.link_id, item) for child in item.items)
        object.__setattr__(self, "_by_link_id", by_link_id)
        object.__setattr__(self, "_parents", parents)

    def walk(self) -> Iterator[Item]:
        """All items, in order."""
        for item in self.items:
            yield from item.walk()

    def questions(self) -> Iterator[Item]:
        """All questions, in order."""
        return (item for item in self.walk() if item.is_question)

    def pages(self) -> Iterator[Item]:
        """All pages, in order."""
        return (item for item in self.walk() if item.is_page)

    def get(self, link_id: str) -> Item | None:
        """The item with this link id."""
        found: Item | None = self._by_link_id.get(link_id)  # type: ignore[attr-defined]  # set in __post_init__
        return found

    def item(self, link_id: str) -> Item:
        """The item with this link id; KeyError where there is none."""
        found: Item = self._by_link_id[link_id]  # type: ignore[attr-defined]  # set in __post_init__
        return found

    def parent(self, link_id: str) -> Item | None:
        """The item right above this one."""
        found: Item | None = self._parents.get(link_id)  # type: ignore[attr-defined]  # set in __post_init__
        return found

    def page_of(self, link_id: str) -> Item | None:
        """The page on which this item stands."""
        item = self.get(link_id)
        while item is not None and not item.is_page:
            item = self.parent(item.link_id)
        return item

    def source_title(self, key: str, language: str) -> str:
        """Title of a source, or nothing."""
        source = self.sources.get(key)
        return in_language(source.title, language) if source else ""


# --- assembling: a form's file, its programme's files and shared lists become one definition -------------------------


def assemble(
    form: Mapping[str, Any],
    programme: Mapping[str, Any] | None,
    vocabularies: Mapping[str, Any],
    rules: Sequence[Any],
) -> dict[str, Any]:
    """One self-contained definition out of a form, a programme (or none), the shared lists and the general rules.

    What a programme says of groups and questions that this form does not have is left out.

    Args:
        form: A parsed form.toml.
        programme: The programme's four files merged into one mapping, or None.
        vocabularies: Shared option lists by name.
        rules: The rules that every form has.
    """
    programme = programme or {}
    own = form.get("options", {})
    added = programme.get("options", {})
    options = {name: dict(entry) for name, entry in {**vocabularies, **own}.items()}
    for name, entry in added.items():
        known = options.get(name, {})
        codes = {option["code"] for option in entry["option"]}
        rest = [option for option in known.get("option", []) if option["code"] not in codes]
        options[name] = {**known, **entry, "option": [*entry["option"], *rest]}
    items = list(form.get("item", []))
    link_ids = {item["link_id"] for item in items}
    for item in programme.get("item", []):
        if item.get("in") in link_ids:
            stays = item.get("after") in link_ids
            items.append(item if stays else {key: value for key, value in item.items() if key != "after"})
            link_ids.add(item["link_id"])
    programme_rules = [
        rule
        for rule in programme.get("rule", [])
        if {rule["item"], *(condition["question"] for condition in rule.get("when", []))} <= link_ids
    ]
    used = {item["options"] for item in items if "options" in item}
    definition = {
        key: value for key, value in form.items() if key not in ("options", "item", "rule", "programme")
    }
    return (
        definition
        | {
            "sources": {**form.get("sources", {}), **programme.get("sources", {})},
            "options": {name: options[name] for name in options if name in used},
            "item": items,
            "rule": [*form.get("rule", []), *programme_rules],
            "general_rule": list(rules),
        }
        | ({"programme": {key: programme[key] for key in ("id", "version", "title")}} if programme else {})
    )


# --- parsing ---------------------------------------------------------------------------------------------------------

_CHECKS: Final = {
    "answered", "contains", "contains-any", "max-others", "min-others", "min", "matches", "not-after-today",
}  # fmt: skip
_SEVERITIES: Final = {"error", "warning", "information"}
_CONTROLS: Final = {"", "page", "radio-button", "check-box", "drop-down", "chips"}
_ITEM_KINDS: Final[Mapping[str, Kinds]] = {
    "link_id": str, "type": str, "text": dict, "source": str, "in": str, "after": str, "prefix": str, "control": str,
    "short": dict, "help": dict, "points": list, "placeholder": dict, "options": str, "open": bool, "repeats": bool,
    "required": bool, "read_only": bool, "max_length": int, "lines": int, "initial": (str, bool, int),
    "followup": str, "enable_when": list, "enable_behavior": str,
}  # fmt: skip
_RULE_KINDS: Final[Mapping[str, Kinds]] = {
    "item": str, "check": str, "source": str, "when": list, "values": list, "limit": int, "pattern": str,
}  # fmt: skip
_FOLLOWUP_KINDS: Final[Mapping[str, Kinds]] = {
    "text": dict, "source": str, "placeholder": dict, "lines": int, "max_length": int, "expected_when": list,
    "message": dict,
}  # fmt: skip


def _fits(value: object, kind: Kinds) -> bool:
    """Whether a value is of this type; true and false are not numbers here."""
    return isinstance(value, kind) and (kind is not int or not isinstance(value, bool))


class _Reader:
    """Reads values out of a definition and names the place of what does not fit."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fail(self, place: str, problem: str, **details: object) -> FormDefinitionError:
        """The error for a problem (source text with placeholders) at a place of the file."""
        return FormDefinitionError(file=self.file, place=place, problem=_(problem).format(**details))

    def get(self, table: Mapping[str, Any], key: str, kind: Kinds, place: str) -> Any:
        if key not in table:
            raise self.fail(place, N_("”{key}” puuttuu"), key=key)
        self.kinds(table, {key: kind}, place)
        return table[key]

    def kinds(self, table: Mapping[str, Any], kinds: Mapping[str, Kinds], place: str) -> None:
        for key, kind in kinds.items():
            if key in table and not _fits(table[key], kind):
                raise self.fail(place, N_("”{key}” ei ole oikeaa tyyppiä"), key=key)

    def text(self, value: Any, place: str) -> Text:
        if not isinstance(value, Mapping) or not all(isinstance(words, str) for words in value.values()):
            raise self.fail(place, N_("tekstiksi tarvitaan {{ fi = …, sv = …, en = … }}"))
        if "fi" not in value:
            raise self.fail(place, N_("suomenkielinen teksti (fi) puuttuu"))
        return MappingProxyType(dict(value))

    def maybe_text(self, table: Mapping[str, Any], key: str, place: str) -> Text:
        return self.text(table[key], f"{place}.{key}") if key in table else MappingProxyType({})

    def conditions(self, value: Any, place: str) -> tuple[Condition, ...]:
        conditions = []
        for number, table in enumerate(value, 1):
            here = f"{place} {number}"
            question = self.get(table, "question", str, here)
            operator = table.get("operator", "=")
            if operator not in ("=", "!=", "exists"):
                raise self.fail(here, N_("vertailu ”{operator}” ei ole = != tai exists"), operator=operator)
            conditions.append(
                Condition(question, operator, self.get(table, "answer", (str, bool, int), here))
            )
        return tuple(conditions)


def parse(definition: Mapping[str, Any], file: str = "form.toml") -> Questionnaire:
    """A questionnaire from an assembled definition.

    Raises:
        FormDefinitionError: The definition breaks the form format; names the file, the place and the problem.
    """
    read = _Reader(file)
    try:
        return _parse(definition, read)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise read.fail("lomake", N_("rakenne ei kelpaa ({error})"), error=error) from error


def _parse(definition: Mapping[str, Any], read: _Reader) -> Questionnaire:
    form_id = read.get(definition, "id", str, "lomake")
    if not LINK_ID.fullmatch(form_id):
        raise read.fail("id", N_("”{id}”: vain a–z, 0–9 ja yhdysmerkki"), id=form_id)
    version = read.get(definition, "version", str, "lomake")
    if not VERSION.fullmatch(version):
        raise read.fail("version", N_("”{version}” ei ole muotoa 1.0.0"), version=version)
    sources = {
        key: Source(read.text(table.get("title"), f"sources.{key}"), str(table.get("url", "")))
        for key, table in definition.get("sources", {}).items()
    }
    items = _items(definition, read)
    link_ids = {item.link_id for top in items for item in top.walk()}
    rules = tuple(_rule(table, read, link_ids) for table in definition.get("rule", []))
    general = tuple(_rule(table, read, None) for table in definition.get("general_rule", []))
    _check_references(items, sources, read)
    programme = definition.get("programme")
    return Questionnaire(
        id=form_id,
        version=version,
        title=read.text(definition.get("title"), "title"),
        description=read.maybe_text(definition, "description", "lomake"),
        notice=read.maybe_text(definition, "notice", "lomake"),
        sources=MappingProxyType(sources),
        items=items,
        rules=rules,
        general_rules=MappingProxyType({rule.id: rule for rule in general}),
        programme=Programme(
            programme["id"], programme["version"], read.text(programme["title"], "programme.title")
        )
        if programme
        else None,
        definition=definition,
    )


def _options(definition: Mapping[str, Any], name: str, read: _Reader) -> tuple[AnswerOption, ...]:
    entry = definition.get("options", {}).get(name)
    if entry is None:
        raise read.fail("options", N_("luetteloa ”{name}” ei ole"), name=name)
    options = []
    for table in entry["option"]:
        place = f"options.{name}"
        code = read.get(table, "code", str, place)
        if not code.strip():
            raise read.fail(place, N_("”code” on tyhjä"))
        read.kinds(table, {"weight": (int, float)}, f"{place}.{code}")
        weight = table.get("weight")
        more = {k: v for k, v in table.items() if k not in ("code", "text", "weight", "short")}
        text = read.text(table.get("text"), f"{place}.{code}")
        options.append(
            AnswerOption(code, text, weight, read.maybe_text(table, "short", place), MappingProxyType(more))
        )
    if len({option.code for option in options}) != len(options):
        raise read.fail(f"options.{name}", N_("sama koodi on luettelossa kahdesti"))
    return tuple(options)


def _item(table: Mapping[str, Any], definition: Mapping[str, Any], read: _Reader) -> Item:
    link_id = read.get(table, "link_id", str, "item")
    if not LINK_ID.fullmatch(link_id):
        raise read.fail(link_id, N_("tunnuksessa (link_id) saa olla vain a–z, 0–9 ja yhdysmerkki"))
    unknown = set(table) - set(_ITEM_KINDS)
    if unknown:
        raise read.fail(link_id, N_("tuntematon avain ”{unknown}”"), unknown=min(unknown))
    read.kinds(table, _ITEM_KINDS, link_id)
    kind = read.get(table, "type", str, link_id)
    if kind not in set(ItemType):
        raise read.fail(link_id, N_("tyyppiä ”{kind}” ei ole"), kind=kind)
    control = table.get("control", "")
    if control not in _CONTROLS:
        raise read.fail(link_id, N_("esitystapaa (control) ”{control}” ei ole"), control=control)
    item = Item(
        link_id=link_id,
        type=ItemType(kind),
        text=read.text(table.get("text"), link_id),
        source=read.get(table, "source", str, link_id),
        number=table.get("prefix", ""),
        control=control,
        short=read.maybe_text(table, "short", link_id),
        help=read.maybe_text(table, "help", link_id),
        points=tuple(read.text(point, f"{link_id}.points") for point in table.get("points", ())),
        placeholder=read.maybe_text(table, "placeholder", link_id),
        options=_options(definition, table["options"], read) if "options" in table else (),
        open=table.get("open", False),
        repeats=table.get("repeats", False),
        required=table.get("required", False),
        read_only=table.get("read_only", False),
        max_length=table.get("max_length"),
        lines=table.get("lines", 3),
        initial=table.get("initial"),
        enable_when=read.conditions(table.get("enable_when", ()), f"{link_id}.enable_when"),
        enable_any=table.get("enable_behavior", "all") == "any",
    )
    if table.get("enable_behavior", "all") not in ("all", "any"):
        raise read.fail(link_id, N_("”enable_behavior” ei ole all tai any"))
    expected: type = {ItemType.BOOLEAN: bool, ItemType.INTEGER: int}.get(item.type, str)
    if item.initial is not None and (type(item.initial) is not expected or not item.is_question):
        raise read.fail(link_id, N_("”initial” ei sovi kohdan tyyppiin"))
    if item.type is ItemType.CODING and not (item.options or item.open):
        raise read.fail(
            link_id, N_("valintakohta tarvitsee luettelon (options) tai avoimen vastauksen (open)")
        )
    if "followup" not in table:
        return item
    return replace(item, items=(_followup(item, table["followup"], definition, read),))


def _followup(question: Item, name: str, definition: Mapping[str, Any], read: _Reader) -> Item:
    table = definition.get("followups", {}).get(name)
    if table is None:
        raise read.fail(question.link_id, N_("jatkokysymystä (followup) ”{name}” ei ole"), name=name)
    place = f"followups.{name}"
    read.kinds(table, _FOLLOWUP_KINDS, place)
    return Item(
        link_id=f"{question.link_id}-{name}",
        type=ItemType.TEXT,
        text=read.text(table.get("text"), place),
        source=table.get("source", question.source),
        short=question.short or question.text,
        message_short=read.maybe_text(table, "message_short", place),
        placeholder=read.maybe_text(table, "placeholder", place),
        lines=table.get("lines", 3),
        max_length=table.get("max_length"),
        expected_when=tuple(table.get("expected_when", ())),
        message=read.maybe_text(table, "message", place),
        enable_when=question.enable_when,
        enable_any=question.enable_any,
    )


def _items(definition: Mapping[str, Any], read: _Reader) -> tuple[Item, ...]:
    """The item tree out of the flat list: `in` says the parent, `after` the elder sibling."""
    flat: dict[str, Item] = {}
    children: dict[str, list[str]] = {"": []}
    for table in definition.get("item", []):
        item = _item(table, definition, read)
        for one in item.walk():
            if one.link_id in flat:
                raise read.fail(one.link_id, N_("sama tunnus on lomakkeella kahdesti"))
            flat[one.link_id] = one
        parent = table.get("in", "")
        if parent and parent not in flat:
            raise read.fail(
                item.link_id, N_("ryhmää (in) ”{parent}” ei ole ennen tätä kohtaa"), parent=parent
            )
        if parent and flat[parent].type is not ItemType.GROUP:
            raise read.fail(item.link_id, N_("”{parent}” (in) ei ole ryhmä"), parent=parent)
        siblings = children.setdefault(parent, [])
        after = table.get("after")
        if after is not None and after not in siblings:
            raise read.fail(item.link_id, N_("”{after}” (after) ei ole samassa ryhmässä"), after=after)
        siblings.insert(siblings.index(after) + 1 if after is not None else len(siblings), item.link_id)

    def build(link_id: str, number: str) -> Item:
        item = flat[link_id]
        below = children.get(link_id)
        if below is None:
            return item
        counter = 0
        built = []
        for child_id in below:
            child = flat[child_id]
            if number and not child.number and child.is_question:
                counter += 1
                child = replace(child, number=f"{number}.{counter}")
                flat[child_id] = child
            built.append(build(child_id, child.number))
        return replace(item, items=tuple(built))

    return tuple(build(link_id, flat[link_id].number) for link_id in children[""])


def _rule(table: Mapping[str, Any], read: _Reader, link_ids: set[str] | None) -> Rule:
    """A rule; one of a form or programme must name an item, a general one (link_ids None) names none."""
    rule_id = read.get(table, "id", str, "rule")
    severity = read.get(table, "severity", str, rule_id)
    if severity not in _SEVERITIES:
        raise read.fail(rule_id, N_("vakavuutta ”{severity}” ei ole"), severity=severity)
    message = read.text(table.get("message"), f"{rule_id}.message")
    read.kinds(table, _RULE_KINDS, rule_id)
    rule = Rule(
        id=rule_id,
        severity=severity,
        item=table.get("item", ""),
        check=table.get("check", ""),
        message=message,
        short=read.maybe_text(table, "short", rule_id) or message,
        source=table.get("source", ""),
        when=read.conditions(table.get("when", ()), f"{rule_id}.when"),
        values=tuple(table.get("values", ())),
        limit=table.get("limit", 0),
        pattern=table.get("pattern", ""),
    )
    if not all(isinstance(value, str) for value in rule.values):
        raise read.fail(rule_id, N_("”values” ei ole luettelo tekstejä"))
    if link_ids is None:
        return rule
    if rule.check not in _CHECKS:
        raise read.fail(rule_id, N_("tarkistusta (check) ”{check}” ei ole"), check=rule.check)
    missing = {rule.item, *(condition.question for condition in rule.when)} - link_ids
    if missing:
        raise read.fail(rule_id, N_("lomakkeella ei ole kohtaa ”{missing}”"), missing=min(missing))
    try:
        re.compile(rule.pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise read.fail(rule_id, N_("hakulauseke (pattern) ei kelpaa: {error}"), error=error) from error
    return rule


def _check_references(items: Sequence[Item], sources: Mapping[str, Source], read: _Reader) -> None:
    all_items = [item for top in items for item in top.walk()]
    link_ids = {item.link_id for item in all_items}
    for item in all_items:
        if item.source not in sources:
            raise read.fail(item.link_id, N_("lähdettä (source) ”{source}” ei ole"), source=item.source)
        for condition in item.enable_when:
            if condition.question not in link_ids:
                raise read.fail(
                    item.link_id,
                    N_("ehdossa (enable_when) on tuntematon kohta ”{question}”"),
                    question=condition.question,
                )
    if not any(item.is_page for item in all_items):
        raise read.fail("item", N_('lomakkeella ei ole yhtään sivua (control = "page")'))

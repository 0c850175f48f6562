"""The structure tree of a tagged PDF: what reading aloud follows (ISO 32000-1, 14.7), and how to add to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject

from rrp_desktop.pdf.update import Update, dictionary, reference_of, resolve

_MAX_DEPTH: Final = 50


class Tags:
    """The structure tree of the document that an update changes."""

    def __init__(self, update: Update, root: DictionaryObject, reference: IndirectObject) -> None:
        self._update = update
        self._root = root
        self._reference = reference
        self._new: list[tuple[int, IndirectObject]] = []
        self._next = self._next_key()
        self._top = self._document()

    @classmethod
    def of(cls, update: Update) -> Tags | None:
        """The tree; None if the document is not tagged, or if the tree cannot be added to."""
        catalog = resolve(update.reader.trailer.get("/Root"))
        reference = reference_of(catalog, "/StructTreeRoot") if "/StructTreeRoot" in catalog else None
        root = resolve(reference)
        if reference is None or not isinstance(root, DictionaryObject):
            return None
        return cls(update, root, reference)

    def key(self) -> int:
        """A free key of the parent tree, for StructParent or StructParents."""
        self._next += 1
        return self._next - 1

    def parent_of_content(self, key: int, value: Any) -> None:
        """Say to which element an annotation (a reference) or a page's marked content (an array) belongs."""
        self._new.append((key, value))

    def element(self, kind: str, parent: IndirectObject | None, **more: Any) -> IndirectObject:
        """A new structure element.  Without a parent it goes to the end of the document.

        Args:
            kind: Structure type with its slash.
            parent: The element above; the caller puts the new one into its kids.
            more: Further entries, by key without slash.
        """
        entries = {f"/{key}": value for key, value in more.items()}
        above = parent if parent is not None else self._top
        made = self._update.add(dictionary({"/Type": "/StructElem", "/S": kind, "/P": above, **entries}))
        if parent is None:
            self._append(self._top, made)
        return made

    def element_of(self, annotation: DictionaryObject) -> IndirectObject | None:
        """The element that an annotation belongs to, by its StructParent."""
        key = resolve(annotation.get("/StructParent"))
        if not isinstance(key, NumberObject):
            return None
        tree = resolve(self._root.get("/ParentTree"))
        for leaf in _leaves(tree, 0):
            numbers = resolve(leaf.get("/Nums"))
            if not isinstance(numbers, ArrayObject):
                continue
            for index in range(0, len(numbers) - 1, 2):
                if resolve(list.__getitem__(numbers, index)) == key:
                    reference = reference_of(numbers, index + 1)
                    return reference if isinstance(resolve(reference), DictionaryObject) else None
        return None

    def insert_after(self, sibling: IndirectObject, kind: str, **more: Any) -> IndirectObject:
        """A new element behind another one of the tree, or at the document's end if that one has no place."""
        above = reference_of(resolve(sibling), "/P") if "/P" in resolve(sibling) else None
        holder = resolve(above)
        kids = resolve(holder.get("/K")) if isinstance(holder, DictionaryObject) else None
        if above is None or not isinstance(kids, ArrayObject):
            return self.element(kind, None, **more)
        made = self.element(kind, above, **more)
        for index, kid in enumerate(list.__iter__(kids)):
            if kid == sibling:
                kids.insert(index + 1, made)
                break
        else:
            kids.append(made)
        self._update.touch(reference_of(holder, "/K") or above)
        return made

    def finish(self) -> None:
        """Write the new entries of the parent tree."""
        if not self._new:
            return
        tree_reference = reference_of(self._root, "/ParentTree") if "/ParentTree" in self._root else None
        tree = resolve(self._root.get("/ParentTree"))
        if not isinstance(tree, DictionaryObject):
            tree = dictionary({"/Nums": []})
            tree_reference = self._update.add(tree)
            self._root[NameObject("/ParentTree")] = tree_reference
        numbers = [part for entry in sorted(self._new, key=lambda entry: entry[0]) for part in entry]
        kids = resolve(tree.get("/Kids"))
        if isinstance(kids, ArrayObject):
            limits = [numbers[0], numbers[-2]]
            kids.append(self._update.add(dictionary({"/Nums": numbers, "/Limits": limits})))
            self._touch(tree, "/Kids", tree_reference)
        else:
            existing = resolve(tree.get("/Nums"))
            if not isinstance(existing, ArrayObject):
                existing = ArrayObject()
                tree[NameObject("/Nums")] = existing
            existing += dictionary({"/Nums": numbers})["/Nums"]
            self._touch(tree, "/Nums", tree_reference)
        self._root[NameObject("/ParentTreeNextKey")] = NumberObject(self._next)
        self._update.touch(self._reference)

    def _touch(self, holder: DictionaryObject, key: str, home: IndirectObject | None) -> None:
        self._update.touch(reference_of(holder, key) or home or self._reference)

    def _append(self, above: IndirectObject, kid: IndirectObject) -> None:
        holder = resolve(above)
        kids = resolve(holder.get("/K"))
        if isinstance(kids, ArrayObject):
            kids.append(kid)
            self._update.touch(reference_of(holder, "/K") or above)
            return
        held = [holder.raw_get("/K")] if "/K" in holder else []
        holder[NameObject("/K")] = ArrayObject([*held, kid])
        self._update.touch(above)

    def _document(self) -> IndirectObject:
        """The element that holds everything: the only one below the root, else the first Document, else the root."""
        kids = resolve(self._root.get("/K"))
        if isinstance(kids, ArrayObject):
            held = [kid for kid in list.__iter__(kids) if isinstance(kid, IndirectObject)]
        else:
            only = reference_of(self._root, "/K") if "/K" in self._root else None
            held = [only] if only is not None else []
        elements = [(kid, resolve(kid)) for kid in held]
        elements = [(kid, element) for kid, element in elements if isinstance(element, DictionaryObject)]
        documents = [kid for kid, element in elements if element.get("/S") == "/Document"]
        if not documents and len(elements) == 1 and "/S" in elements[0][1]:
            return elements[0][0]
        return documents[0] if documents else self._reference

    def _next_key(self) -> int:
        told = resolve(self._root.get("/ParentTreeNextKey"))
        highest = -1
        for leaf in _leaves(resolve(self._root.get("/ParentTree")), 0):
            numbers = resolve(leaf.get("/Nums"))
            if isinstance(numbers, ArrayObject):
                keys = (resolve(key) for key in list(list.__iter__(numbers))[::2])
                highest = max([highest, *(int(key) for key in keys if isinstance(key, NumberObject))])
        return max(int(told) if isinstance(told, NumberObject) else 0, highest + 1)


def _leaves(tree: Any, depth: int) -> Iterator[DictionaryObject]:
    """The nodes of a number tree (7.9.7) that hold entries."""
    if not isinstance(tree, DictionaryObject) or depth > _MAX_DEPTH:
        return
    kids = resolve(tree.get("/Kids"))
    if isinstance(kids, ArrayObject):
        for kid in list.__iter__(kids):
            yield from _leaves(resolve(kid), depth + 1)
    else:
        yield tree

"""The snapshot inside a Word file: put in when it is written, read back when it is compared."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from pipeline.draft.snapshot import Snapshot, from_xml, to_xml
from pipeline.errors import InputError
from pipeline.records import DRAFT_NAMESPACE

if TYPE_CHECKING:
    from docx.document import Document

_DATA = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"
_PROPERTIES_KIND = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_ITEM = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<ds:datastoreItem ds:itemID="{{{id}}}" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
    '<ds:schemaRefs><ds:schemaRef ds:uri="{namespace}"/></ds:schemaRefs></ds:datastoreItem>'
)


def put_origin(document: Document, snapshot: Snapshot) -> None:
    """Put a snapshot into a document as custom XML, which Word and LibreOffice keep."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    names = {str(part.partname) for part in package.iter_parts()}
    number = next(n for n in range(1, len(names) + 2) if f"/customXml/item{n}.xml" not in names)
    data = Part(
        PackURI(f"/customXml/item{number}.xml"), "application/xml", to_xml(snapshot), package
    )
    id_ = str(uuid.uuid5(uuid.NAMESPACE_URL, DRAFT_NAMESPACE)).upper()
    item = _ITEM.format(id=id_, namespace=DRAFT_NAMESPACE)
    properties = Part(
        PackURI(f"/customXml/itemProps{number}.xml"), _PROPERTIES_KIND, item.encode(), package
    )
    data.relate_to(properties, _PROPERTIES)
    document.part.relate_to(data, _DATA)


def read_origin(path: Path) -> Snapshot:
    """Read what a draft was made of from its Word file, whoever has worked in it since.

    Raises
    ------
    InputError
        If the file cannot be read, is no Word file, or no draft.
    """
    remedy = "Name a strategiudkast.docx that `temaer draft` wrote"
    try:
        with ZipFile(path) as package:
            for name in sorted(package.namelist()):
                if name.startswith("customXml/item"):
                    snapshot = from_xml(package.read(name))
                    if snapshot is not None:
                        return snapshot
    except FileNotFoundError as error:
        raise InputError(str(path), "is not there", remedy) from error
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", remedy) from error
    except (BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise InputError(str(path), f"is no Word file ({error})", remedy) from error
    raise InputError(str(path), "does not say what it was made of", remedy)

"""The bill of materials, as CycloneDX writes it."""

import tomllib

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component as Entry
from cyclonedx.model.component import ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from supply.component import Component
from supply.requirements import ROOT

_ALGORITHMS = {
    "sha256": HashAlgorithm.SHA_256,
    "sha384": HashAlgorithm.SHA_384,
    "sha512": HashAlgorithm.SHA_512,
}
_LICENCES = LicenseFactory()


def bill(components: list[Component]) -> str:
    """CycloneDX 1.6 in JSON: what ships is `required`, what builds and tests is `excluded`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bom = Bom()
    bom.metadata.component = root = Entry(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        licenses=[_LICENCES.make_from_string(project["license"])],
    )
    entries = [_entry(one) for one in components]
    bom.components.update(entries)
    bom.register_dependency(root, [e for e, one in zip(entries, components, strict=True) if one.ships])
    return JsonV1Dot6(bom).output_as_string(indent=2)


def _entry(one: Component) -> Entry:
    group, _, name = one.name.rpartition("/")
    url = PackageURL(one.ecosystem, group or None, name, one.version)
    return Entry(
        name=one.name,
        version=one.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{url}#{one.where}" if one.where else str(url),
        purl=url,
        scope=ComponentScope.REQUIRED if one.ships else ComponentScope.EXCLUDED,
        licenses=[_LICENCES.make_from_string(one.licence)],
        hashes=[HashType(alg=_ALGORITHMS[one.algorithm], content=one.digest)],
        properties=[Property(name="auskunft:where", value=one.where)] if one.where else [],
    )

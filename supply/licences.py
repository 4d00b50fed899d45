"""The licence of an installed package, as an SPDX expression."""

import re
from importlib.metadata import Distribution, PackageMetadata, distribution

from license_expression import get_spdx_licensing

_SPDX = get_spdx_licensing()

_SPELLINGS = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache": "Apache-2.0",
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license v2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd-2-clause or apache-2.0": "BSD-2-Clause OR Apache-2.0",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense",
}
_ENDORSEMENT = re.compile(r"neither\s+the\s+names?\s+of|may\s+not\s+be\s+used\s+to\s+endorse", re.IGNORECASE)
_BSD = re.compile(r"redistributions\s+in\s+binary\s+form", re.IGNORECASE)
_READ = {  # in the file that lies with it, where what is declared says too little or too much
    "langdetect": "Apache-2.0",
    "matplotlib": "PSF-2.0",
    "psycopg2-binary": "LGPL-3.0-or-later",
    "python-stdnum": "LGPL-2.1-or-later",
    "requests-oauthlib": "ISC",
    "sentry-sdk": "MIT",
    "skops": "MIT",
    "uvloop": "Apache-2.0 OR MIT",
}


def licence_of(name: str) -> str:
    """The licence of the installed package *name*; "" when it cannot be told."""
    installed = distribution(name)
    about = installed.metadata
    declared = _first(about, "License-Expression") or _READ.get(name)
    if declared:
        return declared
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    classified = [line.rpartition(" :: ")[2] for line in classifiers]
    for told in (_first(about, "License"), *classified):
        if known := _spelt(told.strip()):
            return known
    return _bsd_in(installed)


def _first(about: PackageMetadata, field: str) -> str:
    return next(iter(about.get_all(field) or []), "")


def _spelt(told: str) -> str:
    """*told* as SPDX writes it; "" when that is not known."""
    known = _SPELLINGS.get(told.lower(), told)
    try:
        return known if known and not _SPDX.validate(known).errors else ""
    except AttributeError:  # the library's own, at a whole licence in place of its name
        return ""


def _bsd_in(installed: Distribution) -> str:
    """Which of the BSD licences lies with it."""
    files = [file for file in installed.files or [] if re.match(r"(?i)(licen[cs]e|copying)", file.name)]
    for file in files:
        text = file.read_text(encoding="utf-8")
        if _BSD.search(text):
            return "BSD-3-Clause" if _ENDORSEMENT.search(text) else "BSD-2-Clause"
    return ""

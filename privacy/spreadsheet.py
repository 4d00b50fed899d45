"""What a spreadsheet would run instead of showing it."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # OWASP, "CSV Injection"


def shown_as_text(cell: str) -> str:
    """The *cell* so that no program takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell

"""QR codes: a page on paper leads back to the portal."""

import io

import segno

_QUIET_ZONE = 4  # modules of white around it, without which many phones do not see it


def qr_svg(text):
    """Return a text as a QR code in SVG, dark on white in every colour scheme, readable with 15 % of it torn off."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", border=_QUIET_ZONE, dark="#000", light="#fff", omitsize=True, xmldecl=False
    )
    return drawn.getvalue()

"""QR codes as pictures."""

from web.shared.qr import qr


def test_a_code_is_a_picture_that_needs_no_script():
    assert qr("otpauth://totp/x?secret=ABC").startswith("data:image/svg+xml")
    assert qr("") == ""

"""The code holds the list itself, and a phone reads it from the printed page."""

from __future__ import annotations

import pytest

from tests.documents.office import needs_office, pictures, to_pdf
from workbench.documents import checklist_word, qr
from workbench.documents.checklist_fields import checklist_fields

LINE = "□1材料名称很长的一份材料(原件 1)"


def decoded(path) -> list[str]:
    """Every code on a picture, as an independent reader sees it."""
    import zxingcpp
    from PIL import Image

    with Image.open(path) as image:
        return [found.text for found in zxingcpp.read_barcodes(image.convert("L"))]


def test_the_text_names_every_paper_and_no_link(checklist, space):
    text = qr.list_text(checklist_fields(checklist, space.settings(), code="K7F3QX"))
    for needed in (*checklist.base, *checklist.personal):
        assert needed.material.name in text
    assert "最晚 3月9日(周一)前办结" in text
    assert "K7F 3QX" in text
    assert "http" not in text


@pytest.mark.parametrize(("count", "codes"), [(1, 1), (15, 1), (20, 2), (32, 2)])
def test_a_long_text_is_split_in_two_and_nothing_is_lost(tmp_path, count, codes):
    text = "\n".join(f"{number:03}{LINE}" for number in range(count))
    made = qr.codes(text)
    assert len(made) == codes
    read = []
    for number, (png, width) in enumerate(made):
        (tmp_path / f"{number}.png").write_bytes(png)
        read += decoded(tmp_path / f"{number}.png")[0].split("\n")
        assert width <= 48
    assert [line for line in read if line not in ("(1/2)", "(2/2)")] == text.split("\n")


def test_what_does_not_fit_into_two_says_so(tmp_path):
    text = "\n".join(f"{number:03}{LINE}" for number in range(90))
    assert qr.codes(text, cut=False) == []
    (tmp_path / "2.png").write_bytes(qr.codes(text)[1][0])
    assert decoded(tmp_path / "2.png")[0].endswith("(还有,见纸面)")


@needs_office
def test_both_codes_are_read_from_the_rendered_page(checklist, tmp_path, space):
    checklist_word.write(checklist, tmp_path / "清单.docx", space, code="K7F3QX")
    found = [
        text
        for picture in pictures(to_pdf([tmp_path / "清单.docx"], tmp_path)["清单"], dots=200)
        for text in decoded(picture)
    ]
    whole = qr.list_text(checklist_fields(checklist, space.settings(), code="K7F3QX"))
    read = [line for text in sorted(found) for line in text.split("\n") if line not in ("(1/2)", "(2/2)")]
    assert read == whole.split("\n")


@needs_office
def test_a_slanted_blurred_and_pale_photo_of_the_page_is_still_read(checklist, tmp_path, space):
    """As from a hand-held phone: turned by 9 degrees, out of focus, grey light, a fold across the code."""
    import zxingcpp
    from PIL import Image, ImageDraw, ImageFilter

    checklist_word.write(checklist, tmp_path / "清单.docx", space)
    last = pictures(to_pdf([tmp_path / "清单.docx"], tmp_path)["清单"], dots=250)[-1]
    with Image.open(last) as page:
        grey = page.convert("L").point([70 + level * 150 // 255 for level in range(256)])
    place = zxingcpp.read_barcodes(grey)[0].position
    fold = place.top_left.y + (place.bottom_left.y - place.top_left.y) // 3
    ImageDraw.Draw(grey).line([(0, fold), (grey.width, fold)], fill=200, width=4)
    grey.rotate(9, expand=True, fillcolor=210).filter(ImageFilter.GaussianBlur(1.2)).save(tmp_path / "照片.png")
    assert len(decoded(tmp_path / "照片.png")) == 2

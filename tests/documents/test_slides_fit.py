"""Slides in a browser: nothing runs over at 16:9 or 4:3, letters can be read from afar, the height is used."""

import pytest

from scoring.documents.slides import HEIGHT, WIDTH, Deck, slides_page

SMALLEST = 18  # pixels on a slide of 1280 by 720
USED = 0.85
MEASURE = """() => {
  const slide = document.querySelector('section.present .pad-slide');
  const frame = slide.parentElement.getBoundingClientRect();
  const scale = frame.width / 1280;
  const over = [], small = [];
  let lowest = 0;
  const wanted = 'h2, p, li, td, th, figcaption, img, svg text, .box, .card, .row, b, span';
  for (const one of slide.querySelectorAll(wanted)) {
    if (one.closest('aside, details, .screen')) continue;
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    const name = (one.textContent || one.tagName).trim().slice(0, 40);
    const outside = box.right > frame.right + 1 || box.left < frame.left - 1;
    if (outside || box.bottom > frame.bottom + 1 || box.top < frame.top - 1) over.push(name);
    lowest = Math.max(lowest, (box.bottom - frame.top) / frame.height);
    const svg = one.closest('svg');
    const drawn = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : scale;
    const size = parseFloat(getComputedStyle(one).fontSize) * drawn / scale;
    if (one.textContent.trim() && one.tagName !== 'IMG' && size < 17.9) small.push(name + ' ' + size.toFixed(1));
  }
  const shown = [...slide.querySelectorAll('.shown > *')].map(part => part.getBoundingClientRect());
  const pictures = slide.querySelector('.pictures').getBoundingClientRect();
  for (const part of shown) {
    const large = part.height > pictures.height + 2 || part.width > pictures.width + 2;
    const size = box => Math.round(box.width) + ' x ' + Math.round(box.height);
    if (large) over.push('picture of ' + size(part) + ' in ' + size(pictures));
  }
  return {over, small, lowest};
}"""


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_runs_over_and_everything_can_be_read(browser, facts_won, facts_lost, facts_alone, language, tmp_path):
    for facts in (facts_won, facts_lost, facts_alone):
        slides = Deck(facts, language).slides()
        file = tmp_path / "slides.html"
        file.write_text(slides_page(slides, language), encoding="utf-8")
        for width, height in ((WIDTH, HEIGHT), (1024, 768)):
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(file.as_uri())
            page.wait_for_function("window.Reveal && Reveal.isReady()")
            measured = []
            for number in range(len(slides)):
                page.evaluate("number => Reveal.slide(number)", number)
                measured.append(page.evaluate(MEASURE))
            page.close()
            assert {n: one["over"] for n, one in enumerate(measured, 1) if one["over"]} == {}
            assert {n: one["small"] for n, one in enumerate(measured, 1) if one["small"]} == {}
            low = {n: round(one["lowest"], 2) for n, one in enumerate(measured, 1) if one["lowest"] < USED}
            assert low == {}

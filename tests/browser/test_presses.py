"""A press made while the page redraws, or while it is slow for a moment, is neither lost nor done twice."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LOADED = 120_000
FIRST_PAGE = "body:not(:has(.pad-still)) .pad-start section"
LIVE = "body:not(:has(.pad-still)) .pad-verdict"
# What a redraw does to a part of the page: the same words in new elements.
REDRAW = "part => { const box = part.closest('.widget-html-content'); box.innerHTML = box.innerHTML; }"


@pytest.fixture
def orders(page, address):
    """The buttons that put the queue of the first page in order."""
    page.goto(address, timeout=LOADED)
    page.wait_for_selector(FIRST_PAGE, timeout=LOADED)
    buttons = page.locator("[data-pad-order]")
    expect(buttons.nth(1)).to_have_attribute("aria-pressed", "false")
    return buttons


@pytest.fixture
def client(page, address, portfolio):
    """The fourth client's page."""
    page.goto(f"{address}?client={portfolio.clients[3]}", timeout=LOADED)
    page.wait_for_selector(LIVE, timeout=LOADED)
    return page


def heading(page, client):
    return page.get_by_role("heading", name=f"Client {client}")


def count_clicks(page):
    """Count the presses that reach a button from here on."""
    page.evaluate(
        """() => { if (window.padClicks !== undefined) return window.padClicks = 0;
             window.padClicks = 0;
             const count = (event) => { window.padClicks += Boolean(event.target.closest?.('button')); };
             document.addEventListener('click', count, true); }"""
    )


def test_a_press_that_began_before_a_redraw_ends_after_it(page, orders):
    for number, act in ((1, "mouse"), (0, "keyboard"), (1, "pointer")):
        button = orders.nth(number)
        count_clicks(page)
        if act == "keyboard":
            button.focus()
            page.keyboard.down(" ")
        else:
            button.hover()
            page.mouse.down()
        if act != "pointer":  # a press without a redraw is one press too
            button.evaluate(REDRAW)
        page.keyboard.up(" ") if act == "keyboard" else page.mouse.up()
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(button).to_be_focused()
        assert page.evaluate("window.padClicks") == 1, act


def test_the_focus_stays_on_what_is_made_anew_and_leaves_what_is_left(page, orders):
    orders.nth(1).focus()
    orders.nth(1).evaluate(REDRAW)
    expect(orders.nth(1)).to_be_focused()
    orders.nth(1).evaluate("part => part.blur()")
    orders.nth(1).evaluate(REDRAW)
    page.wait_for_timeout(300)
    assert page.evaluate("document.activeElement === document.body")


def test_a_button_switched_off_under_the_focus_gives_it_to_its_neighbour(client, portfolio):
    client.goto(client.url.replace(str(portfolio.clients[3]), str(portfolio.clients[1])), timeout=LOADED)
    client.wait_for_selector(LIVE, timeout=LOADED)
    back = client.get_by_role("button", name="Précédent")
    back.focus()
    client.keyboard.press("Enter")
    expect(heading(client, portfolio.clients[0])).to_be_visible()
    expect(back).to_be_disabled()
    expect(client.get_by_role("button", name="Suivant")).to_be_focused()


def test_a_press_while_the_page_waits_for_its_kernel_is_done_when_it_goes_on(client, portfolio, waits):
    further = client.get_by_role("button", name="Suivant")
    letter, why = client.get_by_role("button", name="Courrier au client"), client.get_by_role("tab", name="Pourquoi")
    answers = {
        further: heading(client, portfolio.clients[4]),
        letter: client.get_by_role("button", name="Fermer"),
        why: client.locator(".pad-fall"),
    }
    for part, answer in answers.items():
        expect(answer).to_have_count(0)
        further.focus()
        with waits():
            box = part.bounding_box()
            client.keyboard.press("Enter") if part is further else client.mouse.click(box["x"] + 9, box["y"] + 20)
        expect(answer.first).to_be_visible(timeout=15_000)


def test_what_is_being_typed_is_hidden_while_the_page_waits_and_kept(client, waits):
    field = client.locator(".pad-search input")
    field.click()
    client.keyboard.type("9000")
    with waits():
        expect(field).to_have_css("color", "rgba(0, 0, 0, 0)")
    expect(field).to_be_focused()
    expect(field).to_have_value("9000")


def test_a_busy_browser_is_not_taken_for_a_lost_kernel(client):
    client.evaluate("""() => { window.padLosses = 0; new MutationObserver(() => { window.padLosses += 1; })
      .observe(document.getElementById('rendered_cells'), { attributeFilter: ['inert'] }); }""")
    for _ in range(6):
        client.evaluate("() => { const end = performance.now() + 2600; while (performance.now() < end); }")
        client.wait_for_timeout(300)
    assert client.evaluate("window.padLosses") == 0


def test_many_redraws_ask_for_the_page_s_layout_once_a_frame(page, client):
    """Whether the focus can be seen is asked of the browser, which lays the page out for it (160 ms a click)."""
    page.locator(".pad-move button").nth(1).focus()
    asked, frames = page.evaluate(
        """async () => {
             let asked = 0, frames = 0, going = true;
             const plain = Element.prototype.checkVisibility;
             Element.prototype.checkVisibility = function (...how) { asked += 1; return plain.apply(this, how); };
             const count = () => { if (going) { frames += 1; requestAnimationFrame(count); } };
             requestAnimationFrame(count);
             const place = document.querySelector('.pad-card');
             for (let turn = 0; turn < 300; turn += 1) {
               place.append(document.createElement('i'));
               await Promise.resolve();
               place.lastChild.remove();
               if (turn % 20 === 0) await new Promise((done) => setTimeout(done));
             }
             await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
             going = false;
             Element.prototype.checkVisibility = plain;
             return [asked, frames];
           }"""
    )
    assert 0 < asked <= 2 * frames + 2
    expect(page.locator(".pad-move button").nth(1)).to_be_focused()

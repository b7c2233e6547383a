"""What a person types is neither lost nor overwritten by an answer that comes late."""

import pytest
from playwright.sync_api import expect

from scoring.journal.place import open_journal

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)
LOADED = 120_000
LIVE = "body:not(:has(.pad-still)) .pad-verdict"
# Every answer of the kernel waits as long as ``padLate`` says, as over a slow line; their order stays.
LATE = """(() => {
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    set onmessage(hear) {
      const tell = (event) => hear.call(this, event);
      super.onmessage = (event) => (window.padLate ? setTimeout(tell, window.padLate, event) : tell(event));
    }
  };
})();"""


@pytest.fixture
def client(page, address, portfolio):
    """The fourth client's page, whose answers a test may make late."""
    page.add_init_script(LATE)
    page.goto(f"{address}?client={portfolio.clients[3]}", timeout=LOADED)
    page.wait_for_selector(LIVE, timeout=LOADED)
    return page


def test_what_is_typed_right_after_enter_stays_where_the_answer_comes_late(client, portfolio):
    """The answer emptied the field of all that stood in it, also of digits typed since."""
    field = client.locator(".pad-search input")
    client.evaluate("window.padLate = 400")
    field.fill(str(portfolio.clients[9]))
    field.press("Enter")
    field.press_sequentially("12345678", delay=60)
    expect(client.get_by_role("alert")).to_contain_text("12345678")
    expect(field).to_have_value("12345678")
    client.wait_for_timeout(900)
    expect(field).to_have_value("12345678")


def test_what_was_typed_before_the_answer_to_enter_is_searched_by_itself(client, portfolio):
    """Once the answer has taken Enter's number out of the field, the rest of it is what is searched."""
    field, errors = client.locator(".pad-search input"), []
    client.on("pageerror", lambda error: errors.append(str(error)))
    client.evaluate("window.padLate = 1500")
    field.fill(str(portfolio.clients[9]))
    field.press("Enter")
    field.press_sequentially("12345678")
    expect(field).to_have_value("12345678")
    expect(client.get_by_role("heading", name=f"Client {portfolio.clients[9]}")).to_be_visible()
    expect(client.get_by_role("alert")).to_contain_text("« 12345678 »")
    assert errors == []


def test_enter_opens_the_number_it_was_pressed_on_however_late_its_digits_arrive(client, portfolio):
    field = client.locator(".pad-search input")
    client.evaluate("window.padLate = 400")
    field.press_sequentially(str(portfolio.clients[9]))
    field.press("Enter")
    expect(client.get_by_role("heading", name=f"Client {portfolio.clients[9]}")).to_be_visible()
    client.wait_for_timeout(1200)
    expect(field).to_have_value("")
    expect(client.get_by_role("heading", name=f"Client {portfolio.clients[9]}")).to_be_visible()


def test_enter_on_a_number_too_long_does_not_open_the_one_it_begins_with(client, portfolio):
    """Enter overtook the last digit: the client whose number was typed before it was opened."""
    field, first = client.locator(".pad-search input"), str(portfolio.clients[3])
    client.evaluate("window.padLate = 400")
    field.fill(str(portfolio.clients[9]))
    client.wait_for_timeout(30)
    field.press_sequentially("7")
    field.press("Enter")
    expect(client.get_by_role("alert")).to_contain_text(f"{portfolio.clients[9]}7")
    expect(client.get_by_role("heading", name=f"Client {portfolio.clients[9]}")).to_have_count(0)
    field.fill("")
    expect(client.get_by_role("heading", name=f"Client {first}")).to_be_visible()


def test_a_field_that_is_typed_in_keeps_its_text_while_another_ones_answer_comes(client):
    """The answer to one field redraws all of them, and put the former value over what was being typed into the next."""
    client.get_by_role("tab", name="Simuler").click()
    fields = client.locator(".pad-wishes input[type=text]:visible")
    expect(fields.nth(1)).to_be_visible()
    client.evaluate("window.padLate = 500")
    fields.nth(0).fill("250000")
    fields.nth(1).fill("7")
    client.wait_for_timeout(1500)
    expect(fields.nth(1)).to_have_value("7")
    expect(client.locator(".pad-answer")).to_contain_text("points")


@pytest.mark.parametrize("entered", [True, False], ids=["entered", "still typed"])
def test_a_number_typed_for_one_client_is_not_asked_for_the_next(client, portfolio, entered):
    """The next client was on the way: the kernel took the number as theirs, or the field kept it on their page."""
    client.get_by_role("tab", name="Simuler").click()
    amount = client.locator(".pad-wishes input[type=text]:visible").first
    expect(amount).not_to_have_value("")
    client.evaluate("window.padLate = 900")
    client.get_by_role("button", name="Suivant").click()
    amount.fill("300000")
    if entered:
        amount.press("Enter")
    expect(client.get_by_role("heading", name=f"Client {portfolio.clients[4]}")).to_be_visible()
    expect(amount).not_to_have_value("300000")
    amount.press("Enter")
    client.wait_for_timeout(1500)  # for an answer that must not come
    expect(client.locator(".pad-answer")).to_contain_text("Changez une valeur")
    amount.fill("300000")
    amount.press("Enter")
    expect(client.locator(".pad-answer h2")).to_be_visible()


def test_fields_have_their_values_again_when_a_page_that_waited_goes_on(client, waits):
    """A page that waits for its kernel hides what stands in its fields; they stayed empty when it went on."""
    client.get_by_role("tab", name="Simuler").click()
    amount = client.locator(".pad-wishes input[type=text]:visible").first
    expect(amount).not_to_have_value("")
    before = amount.input_value()
    with waits():
        pass
    expect(amount).to_have_value(before)


def test_what_is_typed_while_the_page_waits_is_there_when_it_goes_on(client, waits):
    field = client.locator(".pad-search input")
    field.click()
    client.keyboard.type("12345")
    with waits():
        client.keyboard.type("6789")
        client.keyboard.press("Backspace")
    expect(field).to_be_focused()
    expect(field).to_have_value("12345678")
    expect(client.get_by_role("alert")).to_contain_text("12345678")


def test_a_press_brings_what_was_typed_before_it_over_a_slow_line(client):
    """The press overtook all but the first letter: "2" went on record for 234,567, and half an explanation."""
    client.get_by_role("tab", name="Dossier").click()
    client.locator(".pad-contest .pad-doors > .pad-button").first.click()
    form = client.locator(".pad-contest-form")
    form.locator("select").first.select_option(index=5)
    client.wait_for_timeout(500)
    client.evaluate("window.padLate = 800")
    form.locator("input[type=text]:visible").first.press_sequentially("12 mois", delay=60)
    client.locator(".pad-contest .pad-primary").first.click()
    expect(form.get_by_role("alert").first).to_contain_text("« 12 mois »")
    client.wait_for_timeout(2000)  # for the field's own messages
    expect(form.get_by_role("alert").first).to_contain_text("« 12 mois »")


def test_a_press_brings_what_was_chosen_before_it_over_a_slow_line(client, world, portfolio):
    """Chosen twice within one slow answer, the first choice went on record: a refusal as a grant."""
    client.locator(".pad-acts button").nth(1).click()
    form = client.locator(".pad-panel .pad-form").filter(has=client.locator("textarea")).first
    form.locator("textarea").fill("Bulletins de salaire vus ce matin.")
    form.locator("input").fill("Anne Martin")
    client.evaluate("window.padLate = 1000")
    for place, choices in ((0, (1, 2)), (1, (2, 5))):
        for choice in choices:
            form.locator("select").nth(place).select_option(index=choice)
    client.locator(".pad-panel:visible .pad-primary").click()
    client.evaluate("window.padLate = 0")
    expect(client.locator(".pad-past li").last).to_contain_text("crédit refusé par Anne Martin", timeout=60_000)
    entry = open_journal(world).entries(int(portfolio.clients[3]))[-1]
    assert (entry.decided, entry.shown["motive"]) == ("refused", "history")
    expect(form.locator("select").first).to_have_js_property("selectedIndex", 0)

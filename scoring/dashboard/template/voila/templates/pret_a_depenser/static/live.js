// Who has been opened, said aloud: screen readers hear a region that stays and whose words change; the card is made anew for
// every client, so its own words would not be heard. What the card says stands in data-pad-says.
(() => {
  const live = document.getElementById('pad-live');
  const tell = () => {
    const said = [...document.querySelectorAll('[data-pad-says]')].find((part) => !part.closest('.pad-still'));
    if (!said) return;
    if (said.ariaLive !== 'off') said.ariaLive = 'off';
    if (live.textContent === said.textContent) return;
    live.lang = said.closest('[lang]').lang;
    live.textContent = said.textContent;
  };
  new MutationObserver(tell).observe(document.body, { childList: true, subtree: true });
})();

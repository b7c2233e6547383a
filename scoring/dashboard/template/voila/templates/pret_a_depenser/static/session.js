// Going: the form repeats the cookie that only this page can read, so that no other site can send it; the word is in the
// language of the page.
(() => {
  const form = document.querySelector('.pad-session form');
  const speak = () => form.querySelectorAll('[lang]').forEach((word) => {
    word.hidden = word.lang !== document.documentElement.lang;
  });
  form.addEventListener('submit', () => {
    form.elements._xsrf.value = document.cookie.match(/\b_xsrf=([^;]*)/)?.[1] ?? '';
  });
  new MutationObserver(speak).observe(document.documentElement, { attributeFilter: ['lang'] });
  speak();
})();

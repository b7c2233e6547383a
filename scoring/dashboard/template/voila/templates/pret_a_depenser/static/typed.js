// What a person types is theirs. A field that has been typed in since it last said its text takes no other from the kernel, whose
// answer to something before comes late. Enter in the search carries its own text, however much of it is still on its way; when
// the client is open only that text goes, not what was typed after it. Keys pressed while the page waits are not lost. What was
// typed for one client stands in no field of the next; the kernel is told when the next one is on the screen (data-pad-shown).
(() => {
  const FIELD = '.pad-page input[type=text], .pad-page textarea';
  const said = new WeakMap(); // a field, and the kernel's last text for it, whether it was taken or not
  const typed = new WeakMap(); // a field typed in, and the text that Enter was pressed on
  const own = (field) => Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value');
  const say = (field, name) => field.dispatchEvent(new Event(name, { bubbles: true }));
  const put = (field, text) => {
    const { get, set } = own(field);
    said.set(field, text);
    const pressed = typed.get(field);
    const now = get.call(field);
    if (pressed === undefined || now === text) return set.call(field, text);
    if (text === '' && pressed && now.startsWith(pressed)) {
      set.call(field, now.slice(pressed.length));
      typed.set(field, '');
      entered = ['', null];
      setTimeout(() => say(field, 'input'));
    }
  };
  const guard = (field) => Object.hasOwn(field, 'value') || Object.defineProperty(field, 'value', {
    configurable: true, get() { return own(field).get.call(field); }, set(text) { put(field, text); },
  });

  let last = null; // the field with the focus, also while the page waits and nothing can have it
  let entered = ['', null]; // the last text that Enter was pressed on, and in which field
  let waited = false;
  document.addEventListener('focusin', ({ target }) => {
    const back = target === last && waited;
    waited = false;
    last = target.matches(FIELD) ? target : null;
    if (last && guard(last) && !typed.has(last)) said.set(last, last.value);
    if (back) say(last, 'input');
  });
  document.addEventListener('focusout', ({ target }) => {
    if (target !== last || target.closest('[inert]') || !document.hasFocus()) return;
    if (typed.has(target)) say(target, 'change');
    last = null;
  });
  document.addEventListener('input', ({ target }) => {
    if (target.matches(FIELD)) typed.set(target, entered[1] === target ? entered[0] : '');
  }, true);
  document.addEventListener('change', ({ target }) => typed.delete(target), true);
  window.addEventListener('popstate', () => last && typed.delete(last));
  window.addEventListener('pad-over', () => last && typed.delete(last));

  let count = 0;
  let shown = '';
  const follow = () => {
    const part = [...document.querySelectorAll('[data-pad-shown]')].find((one) => !one.closest('.pad-still'));
    const hears = document.querySelector('.pad-shown-to input');
    if (!part || !hears || part.dataset.padShown === shown) return;
    shown = part.dataset.padShown;
    if (last?.closest('.pad-wishes') && typed.delete(last)) own(last).set.call(last, said.get(last));
    hears.value = `${shown} ${(count += 1)}`;
    say(hears, 'change');
  };
  new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });

  document.addEventListener('keypress', (event) => {
    const field = event.target;
    const hears = event.key === 'Enter' && field.closest?.('.pad-search') && document.querySelector('.pad-entered input');
    if (!hears) return;
    event.stopPropagation(); // the widget's own word of Enter does not say on which text
    say(field, 'change');
    entered = [field.value, field];
    hears.value = `${field.value} ${(count += 1)}`;
    say(hears, 'change');
  }, true);

  // A press that puts a form on record brings along what stands in it: it would overtake what still waits to be sent.
  const held = (field) => (field.matches('select')
    ? [field.selectedIndex, field.selectedOptions[0]?.textContent ?? ''] : field.value);
  document.addEventListener('click', (event) => {
    const panel = event.target.closest?.('.pad-carries:enabled')?.closest('.pad-panel');
    const hears = panel?.querySelector('.pad-carried input');
    if (!hears) return;
    event.stopImmediatePropagation();
    const parts = [...panel.querySelectorAll('.pad-form :is(input[type=text], textarea, select)')].map(held);
    hears.value = `${JSON.stringify(parts)} ${(count += 1)}`;
    say(hears, 'change');
  }, true);

  window.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (!last?.closest('[inert]') || target.closest?.('#pad-lost') || event.ctrlKey || event.metaKey || event.altKey) return;
    const { selectionStart: from, selectionEnd: to } = last;
    if (key.length === 1) last.setRangeText(key, from, to, 'end');
    else if (key === 'Backspace') last.setRangeText('', from === to ? Math.max(from - 1, 0) : from, to, 'end');
    else return;
    event.preventDefault();
    typed.set(last, '');
    waited = true;
  }, true);
})();

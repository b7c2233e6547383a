// What a person does while the page redraws is done. A redrawn part is made of new elements: the focus goes to the new one
// that says the same, and a press that began on the old one ends on the new one. A button that is switched off under the
// focus gives it to the one beside it, or has it back when it is switched on again; one that is hidden gives it to the page's content.
(() => {
  const PRESSABLE = 'button, a[href], summary';
  const PATIENCE = 3000; // milliseconds; a part is made anew in far less
  const data = (part) => JSON.stringify(part.dataset);
  const words = (part) => [part.tagName, part.id, data(part), part.ariaLabel, part.textContent].join('|');
  // An element, what tells it from its neighbours, and the boxes around it, of which the outer ones stay.
  const remember = (part) => {
    const boxes = [];
    for (let box = part.parentElement; box; box = box.parentElement) boxes.push(box);
    return { part, boxes, data: data(part), words: words(part), gone: 0 };
  };
  const twin = (kept) => {
    const box = kept.boxes.find((one) => one.isConnected);
    const alike = [...(box?.querySelectorAll(kept.part.tagName) ?? [])].filter((one) => one.checkVisibility());
    return alike.find((one) => words(one) === kept.words)
      ?? alike.find((one) => kept.data !== '{}' && data(one) === kept.data);
  };
  const beside = (part) => (part.parentElement.matches('.widget-hbox')
    ? [...part.parentElement.children].find((one) => one.matches('button:enabled') && one.checkVisibility()) : null);
  const start = () => [...document.querySelectorAll('#pad-content')].find((one) => one.checkVisibility() && !one.closest('.pad-still'));
  const usable = (part) => part.isConnected && !part.disabled && part.checkVisibility();

  let focus = null;
  const heir = (kept) => {
    const { part } = kept;
    if (!part.isConnected) return twin(kept);
    if (usable(part)) return part;
    return part.checkVisibility() ? beside(part) : part.matches('button') && start();
  };
  const mend = () => {
    const now = document.activeElement;
    if (!focus || (now && now !== document.body && usable(now))) return;
    if (!focus.gone && usable(focus.part)) return;
    focus.gone ||= performance.now();
    if (performance.now() - focus.gone > PATIENCE) focus = null;
    else if (!focus.part.closest('[inert]')) (heir(focus) || null)?.focus({ preventScroll: true });
  };
  document.addEventListener('focusin', (event) => { focus = remember(event.target); });
  // Looked at once the redraw is over: an element that is still there and can be used has given the focus up.
  document.addEventListener('focusout', (event) => queueMicrotask(() => {
    const { target } = event;
    if (focus?.part !== target) return;
    if (!usable(target)) mend();
    else if (document.hasFocus() && !target.closest('[inert]')) focus = null;
  }));
  document.addEventListener('pointerdown', () => { if (focus?.gone) focus = null; }, true);
  // Whether the focus is hidden is asked once a frame, as the answer makes the browser lay the page out; an element that
  // is gone or switched off is seen at once, before the next key.
  let asked = false;
  const look = () => {
    if (!focus) return;
    if (focus.gone || !focus.part.isConnected || focus.part.disabled) mend();
    else if (!asked) {
      asked = true;
      requestAnimationFrame(() => { asked = false; mend(); });
    }
  };
  new MutationObserver(look).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'],
  });

  let press = null;
  const begin = (target) => {
    const part = target.closest?.(PRESSABLE);
    press = part ? remember(part) : null;
  };
  // What is still there is pressed by the browser itself.
  const end = (reached) => {
    const target = press && !press.part.isConnected && twin(press);
    press = null;
    if (target && reached(target)) target.click();
  };
  const under = (event) => (part) => part.contains(document.elementFromPoint(event.clientX, event.clientY));
  document.addEventListener('pointerdown', (event) => begin(event.target), true);
  document.addEventListener('pointerup', (event) => end(under(event)), true);
  document.addEventListener('pointercancel', () => { press = null; }, true);
  document.addEventListener('keydown', (event) => { if (event.key === ' ' && !event.repeat) begin(event.target); }, true);
  document.addEventListener('keyup', (event) => { if (event.key === ' ') end((part) => part === document.activeElement); }, true);
})();

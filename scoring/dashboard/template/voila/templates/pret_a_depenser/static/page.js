// What a widget cannot do itself. The picture of the page goes when the page itself is there. The window's title and the document's language follow the header, which says them in
// data-pad-title and lang; the button of the criteria and those of the families tell screen readers whether what they open
// is open; a button in the list of clients found (data-pad-open) or seen (data-pad-back) or a bar of a chart (data-pad-bar) writes its client into the panel's hidden field, which
// the kernel hears; so does one that chooses an order (data-pad-order) or closes a contest (data-pad-close); data-pad-print prints the letter that is shown; Escape hides what a term says until the pointer and the focus have left it.
(() => {
  const still = document.querySelector('.pad-still');
  // The page itself, never its picture, which holds the same classes while it is there.
  const live = (selector) => [...document.querySelectorAll(selector)].find((one) => !still?.contains(one));
  const title = () => live('[data-pad-title]');
  const tell = () => {
    const { lang } = title().closest('[lang]');
    if (document.title !== title().dataset.padTitle) document.title = title().dataset.padTitle;
    if (document.documentElement.lang !== lang) document.documentElement.lang = lang;
    const toggle = live('.pad-toggle');
    // The client's own page has no criteria.
    toggle?.setAttribute('aria-expanded', toggle.classList.contains('pad-expanded'));
  };
  const all = { childList: true, subtree: true };
  const arrival = new MutationObserver(() => {
    const header = title() && title().closest('.pad-header');
    if (!header || !(header.querySelector('.pad-toggle') || live('.pad-own'))) return;
    arrival.disconnect();
    new MutationObserver(tell).observe(header, { ...all, attributeFilter: ['class'] });
    tell();
  });
  arrival.observe(document.body, all);
  const families = new MutationObserver(() => {
    const rows = live('.pad-themes');
    if (!rows) return;
    families.disconnect();
    const mirror = () => rows.querySelectorAll('button').forEach((one) => {
      one.setAttribute('aria-expanded', one.classList.contains('open'));
    });
    new MutationObserver(mirror).observe(rows, { ...all, attributeFilter: ['class'] });
    mirror();
  });
  families.observe(document.body, all);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    document.querySelectorAll('.pad-term:hover, .pad-term:focus-within').forEach((one) => one.classList.add('pad-hushed'));
  });
  for (const left of ['mouseout', 'focusout']) document.addEventListener(left, (event) => {
    const term = event.target.closest?.('.pad-hushed');
    if (term && !term.contains(event.relatedTarget)) term.classList.remove('pad-hushed');
  });
  const alive = () => [...document.querySelectorAll('.pad-verdict, .pad-own .widget-html-content > div, .pad-alert, .pad-start section, .pad-model section, .pad-tabs :is(.pad-why, .pad-compare, .pad-simulate, .pad-file)')].some((one) => !still.contains(one));
  const taking = new MutationObserver(() => {
    if (!alive()) return;
    taking.disconnect();
    requestAnimationFrame(() => still.remove());
  });
  if (still) taking.observe(document.body, all);
  let pressed = 0;
  // What a button says, and the hidden field that the kernel hears; a number behind it makes each click new.
  const fields = { padOpen: '.pad-chosen input', padCompare: '.pad-compared input', padOrder: '.pad-ordered input', padBack: '.pad-back-to input', padClose: '.pad-closing input' };
  const write = (button, key) => {
    const field = document.querySelector(fields[key]);
    if (!field) return;
    // Who closes a contest goes with the press, which would overtake a name that still waits to be sent.
    const name = key === 'padClose' ? ` ${button.closest('.pad-panel')?.querySelector('.pad-form input')?.value ?? ''}` : '';
    field.value = `${button.dataset[key]}${name} ${(pressed += 1)}`;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };
  // A bar of a chart, or its name in a table, opens the clients behind it: the field of its own section hears which.
  const press = (bar) => {
    const field = bar.closest('.pad-start, .pad-compare, .pad-decision')?.querySelector('.pad-pressed input');
    if (!field) return;
    field.value = `${bar.dataset.padBar} ${(pressed += 1)}`;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };
  // A step of what the client can do leads away: the focus waits for its place, the section's name or the letter.
  const arrive = (step, left) => {
    const place = [...document.querySelectorAll('.pad-tabs .lm-mod-current, .pad-paper-panel h2')].filter((one) => one.getClientRects().length).pop();
    if (place && !(step.isConnected && place.matches('.lm-TabBar-tab'))) {
      if (place.matches('h2')) place.tabIndex = -1;
      place.scrollIntoView({ block: 'center' });
      place.focus({ preventScroll: true });
    } else if (left) setTimeout(() => arrive(step, left - 1), 100);
  };
  // The page goes to the list that a bar asked for, and to the panel on the model, once each time.
  const looked = new Set(['0']);
  new MutationObserver(() => {
    const places = [...document.querySelectorAll('[data-pad-look]')].filter((one) => !still?.contains(one));
    const list = places.find((one) => !looked.has(one.dataset.padLook));
    if (!list) return;
    looked.add(list.dataset.padLook);
    list.scrollIntoView({ block: 'start' });
    list.focus({ preventScroll: true });
  }).observe(document.body, all);
  // The page goes to a client who is opened from a list, and the focus with it: screen readers say who is shown.
  const goTo = (client, left) => {
    const card = [...document.querySelectorAll('.pad-card #pad-content')].find((one) => !still?.contains(one));
    if (card?.querySelector('h1').textContent.endsWith(client)) {
      card.closest('.pad-main').scrollIntoView({ block: 'start' });
      card.focus({ preventScroll: true });
    } else if (left) setTimeout(() => goTo(client, left - 1), 100);
  };
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-pad-print]')) return live('.pad-sheet')?.contentWindow.print();
    const button = event.target.closest('[data-pad-open], [data-pad-back], [data-pad-compare], [data-pad-bar], [data-pad-order], [data-pad-close]');
    if (!button) return;
    if (button.dataset.padBar) { press(button); return button.closest('.pad-next') ? arrive(button, 60) : undefined; }
    if (button.dataset.padOrder) return write(button, 'padOrder');
    if (button.dataset.padClose) return write(button, 'padClose');
    const { padOpen, padBack } = button.dataset;
    write(button, padOpen ? 'padOpen' : padBack ? 'padBack' : 'padCompare');
    if (padOpen || padBack) return goTo(padOpen || padBack, 60);
    const choice = document.querySelector('.pad-variable select');
    choice.closest('.pad-variable').scrollIntoView({ block: 'start' });
    choice.focus({ preventScroll: true });
  });
})();

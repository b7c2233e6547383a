// The tour: each step takes the focus, so that screen readers say it, and shows what it points at; Escape leaves it, and the
// focus goes back to the button that began it.
(() => {
  const POINTS = {
    find: '.pad-search input, .pad-toggle',
    decide: '.pad-verdict',
    explain: '.pad-tabs .pad-why',
    compare: '.pad-tabs .pad-compare',
    simulate: '.pad-tabs .pad-simulate',
    file: '.pad-tabs .pad-file',
    contest: '.pad-tabs .pad-contest',
    opinion: '.pad-act-row .pad-primary',
    letter: '.pad-act-row > .jupyter-button:not(.pad-primary)',
    client: '.pad-to-client a',
  };
  let step = '';
  let shown = '';
  const point = () => {
    const parts = step ? [...document.querySelectorAll(POINTS[step])].filter((part) => part.getClientRects().length && !part.closest('.pad-still')) : [];
    for (const part of document.querySelectorAll('.pad-pointed')) if (!parts.includes(part)) part.classList.remove('pad-pointed');
    for (const part of parts) if (!part.classList.contains('pad-pointed')) part.classList.add('pad-pointed');
    if (parts.length && shown !== step) { // once a step: whoever scrolls meanwhile is not pulled back
      shown = step;
      parts[0].scrollIntoView({ block: parts[0].offsetHeight > innerHeight / 2 ? 'start' : 'center' });
    }
  };
  const unfolding = new MutationObserver(() => point()); // a section that is there already is only made visible
  const follow = () => {
    const box = [...document.querySelectorAll('[data-pad-tour]')].find((part) => !part.closest('.pad-still'));
    const now = box ? box.dataset.padTour : '';
    if (now !== step) {
      const left = step && !now;
      step = now;
      shown = '';
      unfolding.disconnect();
      if (step) unfolding.observe(document.body, { attributes: true, attributeFilter: ['class', 'style'], subtree: true });
      if (box) box.focus({ preventScroll: true });
      else if (left) document.querySelector('.pad-tour-begin')?.focus();
    }
    if (step || document.querySelector('.pad-pointed')) point(); // its section may be drawn after the step
  };
  new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && step) document.querySelector('.pad-tour-leave')?.click();
  });
})();

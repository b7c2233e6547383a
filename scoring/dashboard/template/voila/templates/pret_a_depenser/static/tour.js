// The tour: each step takes the focus, so that screen readers say it, and shows what it points at; Escape leaves it, and the
// focus goes back to the button that began it.
(() => {
  let step = '';
  const follow = () => {
    const box = [...document.querySelectorAll('[data-pad-tour]')].find((part) => !part.closest('.pad-still'));
    const now = box ? box.dataset.padTour : '';
    if (now === step) return;
    const left = step && !now;
    step = now;
    document.body.dataset.padStep = step; // by which the style shows what the step points at
    if (box) box.focus({ preventScroll: true });
    else if (left) document.querySelector('.pad-tour-begin')?.focus();
  };
  new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && step) document.querySelector('.pad-tour-leave')?.click();
  });
})();

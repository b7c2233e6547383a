// The address follows client, section and language, which the kernel says in data-pad-address; so a reload, a bookmark,
// a second tab and the browser's Back lead to the same place. Other parts of the address are left as they are.
(() => {
  const KEYS = ['client', 'search', 'section', 'language', 'page'];
  let first = true;
  let heard = null; // what the kernel said last: after Back it is an old word, until the kernel has followed the address
  let backs = 0;
  // Keeping an address takes the browser some milliseconds: the page is drawn first.
  const whenIdle = (act) => (window.requestIdleCallback ? window.requestIdleCallback(act, { timeout: 500 }) : window.setTimeout(act));
  const here = () => new URLSearchParams(window.location.search);
  const follow = () => {
    const said = [...document.querySelectorAll('[data-pad-address]')].find((part) => !part.closest('.pad-still'));
    if (!said || said.dataset.padAddress === heard) return;
    heard = said.dataset.padAddress;
    const wanted = new URLSearchParams(said.dataset.padAddress);
    const query = here();
    const before = query.toString();
    for (const key of KEYS) {
      query.delete(key);
      if (wanted.has(key)) query.set(key, wanted.get(key));
    }
    // The page's first word must not erase a link that names nobody: its sentence would be gone at the next reload.
    if (!(first && !wanted.has('client')) && query.toString() !== before) {
      const place = query.size ? `?${query}` : window.location.pathname;
      const typing = query.has('search') && new URLSearchParams(before).has('search'); // no step back for each digit
      const keep = first || typing ? 'replaceState' : 'pushState';
      whenIdle(() => window.history[keep](null, '', place));
    }
    first = false;
  };
  new MutationObserver(follow).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ['data-pad-address'],
  });
  window.addEventListener('popstate', () => {
    const field = document.querySelector('.pad-asked input');
    if (!field) return;
    field.value = `${(backs += 1)} ${here()}`;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
})();

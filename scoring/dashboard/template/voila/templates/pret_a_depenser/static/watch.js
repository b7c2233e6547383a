// Whether what is shown can still be trusted: the page's kernel is asked for its pulse, and where no answer comes the page
// says so, greys what it shows and takes no more clicks. It goes on by itself when the same kernel answers again.
// A page whose browser was given to somebody else is loaded again for them. A page that is left says so, so that its kernel ends.
// Loaded before Voilà's scripts, whose WebSockets it has to see.
(() => {
  const PAUSE = 700; // milliseconds between questions
  const PATIENCE = 1700; // for an answer; with the pause under the three seconds within which a loss is said
  const TURN = 100; // patience is counted in the page's own turns: while the page is busy it can read no answer, and misses none
  const RECENT = 5000; // a press that waited longer is no longer meant
  const OPENING = 10000; // within which the first connection to the kernel has to stand
  const channels = new Set();
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...place) {
      super(...place);
      this.begun = performance.now();
      channels.add(this);
      this.addEventListener('open', () => { opened = true; });
      this.addEventListener('close', () => window.setTimeout(() => channels.delete(this), 60000));
    }
  };
  let state = 'alive';
  let answered = false;
  let opened = false;

  const setting = () => JSON.parse(document.getElementById('jupyter-config-data').textContent);
  const address = (name) => `${setting().baseUrl}voila/api/${name}/${setting().kernelId}`;

  // Voilà opens one connection to the kernel; until it stands for the first time there is none to miss, unless it takes too long.
  const opening = (channel) => !opened && channel.readyState === Plain.CONNECTING && performance.now() - channel.begun < OPENING;
  const connected = () => channels.size === 0 || [...channels].some((channel) => channel.readyState === Plain.OPEN || opening(channel));

  const patience = () => {
    const end = new AbortController();
    let left = PATIENCE / TURN;
    const turn = () => {
      if ((left -= 1) < 0) end.abort();
      else window.setTimeout(turn, TURN);
    };
    turn();
    return end.signal;
  };

  const ask = async () => {
    try {
      const answer = await fetch(address('pulse'), { cache: 'no-store', redirect: 'error', signal: patience() });
      if (answer.status >= 500) return 'waiting';
      if (!answer.ok) return answered ? 'refused' : 'alive'; // a server without our question: nothing is known
      const { kernel } = await answer.json();
      answered = true;
      if (kernel === 'gone') return 'gone';
      return kernel === 'alive' && connected() ? 'alive' : 'waiting';
    } catch {
      return 'waiting';
    }
  };

  // What had the focus when the page stopped listening, and the last press since: both are taken up where it goes on.
  let held = null;
  const hold = () => { held = { focus: document.activeElement, press: null, since: 0 }; };
  const waits = (press) => Object.assign(held, { press, since: performance.now() });
  const goOn = () => {
    const { focus, press, since } = held;
    held = null;
    if (document.activeElement === document.body) focus?.focus({ preventScroll: true });
    if (press && performance.now() - since < RECENT) press();
  };
  const elsewhere = (event) => state === 'alive' || !held || event.target.closest?.('#pad-lost');
  window.addEventListener('keydown', (event) => {
    if (elsewhere(event) || event.repeat || !['Enter', ' '].includes(event.key)) return;
    const { focus } = held;
    if (focus?.matches('button, a[href], summary')) waits(() => focus.isConnected && focus.click());
  }, true);
  window.addEventListener('click', (event) => {
    if (elsewhere(event) || !event.isTrusted || !event.detail) return;
    const { clientX, clientY } = event;
    waits(() => {
      const part = document.elementFromPoint(clientX, clientY)?.closest('button, a[href], summary, [role=tab]');
      // A tab hears where the pointer goes down, not the click.
      if (part?.matches('[role=tab]')) for (const way of ['pointerdown', 'pointerup']) {
        part.dispatchEvent(new PointerEvent(way, { bubbles: true, cancelable: true, clientX, clientY, button: 0 }));
      } else part?.click();
    });
  }, true);

  const show = (now) => {
    const notice = document.getElementById('pad-lost');
    const page = document.getElementById('rendered_cells');
    const lost = now !== 'alive';
    notice.querySelectorAll('[lang]').forEach((part) => {
      part.hidden = part.lang !== document.documentElement.lang || (part.dataset.state ?? now) !== now;
    });
    if (lost && state === 'alive') hold();
    notice.hidden = !lost;
    page.inert = lost;
    document.body.classList.toggle('pad-gone', lost);
    // A number that nobody answered must not stand over another client's decision: what stands in the fields is hidden while the
    // page may go on, and gone where it may not.
    if (now === 'gone') {
      window.dispatchEvent(new Event('pad-over'));
      page.querySelectorAll('input[type=text]').forEach((field) => { field.value = ''; });
    }
    state = now;
    if (!lost && held) goOn();
  };

  const reload = async () => {
    const there = await fetch(window.location.href, { method: 'HEAD', signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
    if (there && there.status < 500) window.location.reload();
    else show('unreachable');
  };

  // The browser is somebody else's now (a client's whom it was given to, or the adviser's again): what this page shows is not theirs
  // to see, not even greyed. Loaded again, the address is answered for whoever has the browser.
  const yieldPage = () => {
    document.getElementById('rendered_cells').replaceChildren();
    document.title = 'Prêt à dépenser';
    window.location.reload();
  };

  // A page that nobody saw for a while shows nothing until the server has said for whom it still is: the browser may have been given
  // to a client meanwhile. An answer to a question from before the page was left does not count.
  let glances = 0;
  const unseen = () => {
    glances += 1;
    document.body.classList.add('pad-unseen');
  };

  const look = async () => {
    const glance = glances;
    const now = await ask();
    if (now === 'refused') {
      yieldPage();
      return false;
    }
    const { classList } = document.body;
    const known = now !== 'waiting' && glance === glances && document.visibilityState === 'visible';
    if (known && classList.contains('pad-unseen')) classList.remove('pad-unseen'); // a class that is not there counts as a change, too
    if (state !== 'gone' && now !== state && !(now === 'waiting' && state === 'unreachable')) show(now);
    return state !== 'gone';
  };

  const watch = async () => {
    // What nobody looks at is asked for again when somebody does; a browser sends a hidden page's questions late.
    if (document.visibilityState !== 'visible' || await look()) window.setTimeout(watch, PAUSE);
  };
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') look(); else unseen(); });

  const leave = () => {
    const message = new FormData();
    message.append('_xsrf', document.cookie.match(/\b_xsrf=([^;]*)/)?.[1] ?? '');
    navigator.sendBeacon(address('shutdown'), message);
  };

  document.addEventListener('DOMContentLoaded', () => {
    document.querySelector('#pad-lost button').addEventListener('click', reload);
    if (document.visibilityState !== 'visible') unseen();
  });
  // The kernel's name is on the page before its cells are: a page that is left while it loads ends its kernel too.
  const begin = () => {
    if (!document.getElementById('jupyter-config-data')) return window.setTimeout(begin, 100);
    window.addEventListener('pagehide', leave);
    return watch();
  };
  begin();
  // Shown again from the browser's memory, its kernel has ended.
  window.addEventListener('pageshow', (event) => event.persisted && window.location.reload());
})();

// Rows of the client's data by source and by a word; without this script all of them are there.
(() => {
  const [source, word, count] = ['source', 'word', 'count'].map((id) => document.getElementById(id));
  const rows = [...document.querySelectorAll('#data tbody tr')];
  // As people type: no accents, any blank within a number, a straight apostrophe.
  const plain = (text) =>
    text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/\s+/g, ' ').replace(/\u2019/g, "'").toLowerCase();
  const filter = () => {
    const wanted = plain(word.value).trim();
    let shown = 0;
    for (const row of rows) {
      const fits = (!source.value || row.cells[0].textContent === source.value) && plain(row.textContent).includes(wanted);
      row.hidden = !fits;
      shown += Number(fits);
    }
    const { some, none } = count.dataset;
    count.textContent = shown ? some.replace('[shown]', shown).replace('[all]', rows.length) : none;
    count.parentElement.classList.toggle('all', shown === rows.length);
  };
  source.addEventListener('change', filter);
  word.addEventListener('input', filter);
  filter();
  // On paper nothing can be opened.
  let folded = [];
  window.addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('.spread:not([open])')];
    for (const fold of folded) fold.open = true;
  });
  window.addEventListener('afterprint', () => {
    for (const fold of folded) fold.open = false;
  });
})();

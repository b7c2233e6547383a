// Rows of the client's data by source and by a word; without this script all of them are there.
(() => {
  const [source, word, count] = ['source', 'word', 'count'].map((id) => document.getElementById(id));
  const rows = [...document.querySelectorAll('#data tbody tr')];
  const plain = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  const filter = () => {
    const wanted = plain(word.value.trim());
    let shown = 0;
    for (const row of rows) {
      const fits = (!source.value || row.cells[0].textContent === source.value) && plain(row.textContent).includes(wanted);
      row.hidden = !fits;
      shown += Number(fits);
    }
    count.textContent = `${shown} / ${rows.length}`;
  };
  source.addEventListener('change', filter);
  word.addEventListener('input', filter);
  filter();
})();

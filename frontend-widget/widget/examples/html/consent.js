// The page's consent manager says what the visitor decided, whenever it knows.
document.querySelector('#agree').addEventListener('click', () => {
  document.dispatchEvent(new CustomEvent('lotse:consent', { detail: { analytics: true, storage: true } }));
});

// A single-page application navigates in its own way.
document.addEventListener('lotse-select', (event) => {
  if (event.detail.newTab) return;
  event.preventDefault();
  document.querySelector('#choice').textContent = event.detail.url;
});

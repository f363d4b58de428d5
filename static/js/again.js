// A part that is put anew every so many seconds, while somebody looks at it.
for (const part of document.querySelectorAll('[data-app-refresh]')) {
  setInterval(() => document.hidden || putAnew(location.href), part.dataset.appRefresh * 1000)
}

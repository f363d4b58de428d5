// Who else has the case open: said while somebody looks at the page, and shown beside the case.
for (const place of document.querySelectorAll('[data-app-viewers]')) {
  const { appViewers: address, appToken: _token, appAgain: again } = place.dataset
  const say = () => {
    if (document.visibilityState === 'visible') putAnew(address, { method: 'POST', body: new URLSearchParams({ _token }) })
  }
  say()
  setInterval(say, again * 1000)
  document.addEventListener('visibilitychange', say)
}

// Photos open large over the page; arrows lead on, Escape closes. Without script a photo is a link.
for (const list of document.querySelectorAll('[data-app-photos]')) {
  const links = [...list.querySelectorAll('a')]
  const dialog = document.createElement('dialog')
  const photo = document.createElement('img')
  const close = document.createElement('button')
  let at = 0
  dialog.className = 'app-large'
  close.type = 'button'
  close.className = 'govuk-button govuk-button--secondary'
  close.textContent = list.dataset.appPhotos
  close.addEventListener('click', () => dialog.close())
  dialog.append(photo, close)
  list.after(dialog)
  const show = (number) => {
    at = (number + links.length) % links.length
    photo.src = links[at].href
    photo.alt = links[at].querySelector('img').alt
    dialog.setAttribute('aria-label', photo.alt)
  }
  links.forEach((link, number) => link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    show(number)
    dialog.showModal()
  }))
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowRight') show(at + 1)
    if (event.key === 'ArrowLeft') show(at - 1)
  })
  photo.addEventListener('click', () => show(at + 1))
  dialog.addEventListener('close', () => links[at].focus())
}

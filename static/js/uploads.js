// Files go to the bucket one by one while the form is still being written; without script, or where
// the browser cannot hash, they go with the form.
for (const field of document.querySelectorAll('[data-app-upload]')) {
  if (!window.crypto?.subtle) break
  const { appUpload, appField, appSending, appSent, appRemove, appAgain, appBroken, appWait, appType } = field.dataset
  const input = field.querySelector('input[type=file]')
  const list = field.querySelector('ul')
  const says = field.querySelector('[data-app-says]')
  const form = field.closest('form')
  const types = input.accept.split(',')
  let open = 0
  let waiting = null

  const element = (name, text, className) => {
    const made = document.createElement(name)
    if (text) made.textContent = text
    if (className) made.className = className
    return made
  }
  const hidden = (name, value) => Object.assign(element('input'), { type: 'hidden', name, value })
  const hash = async (file) => {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }
  const announce = async (file) => {
    const body = new URLSearchParams({
      _token: form.elements._token.value, content_type: file.type, size: file.size, sha256: await hash(file),
    })
    const answer = await fetch(appUpload, { method: 'POST', body })
    const told = await answer.json().catch(() => ({ message: appBroken }))
    if (!answer.ok) throw new Error(told.message)
    return told
  }
  const put = (file, { url, headers }, progress) => new Promise((done, failed) => {
    const request = new XMLHttpRequest()
    request.open('PUT', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.addEventListener('progress', (event) => { progress.value = event.loaded / event.total })
    request.addEventListener('load', () => request.status < 300 ? done() : failed(new Error(appBroken)))
    request.addEventListener('error', () => failed(new Error(appBroken)))
    request.send(file)
  })
  const settle = () => {
    open -= 1
    if (open === 0 && waiting) {
      const button = waiting.button
      waiting = null
      if (!list.querySelector('[data-app-failed]')) form.requestSubmit(button)
    }
  }
  const send = async (file) => {
    const row = element('li')
    const kind = element('span', file.name.split('.').pop().slice(0, 4).toUpperCase(), 'app-files__kind')
    const told = element('span')
    const name = element('span', file.name)
    const state = element('span', appSending, 'app-small app-muted')
    const progress = Object.assign(element('progress'), { max: 1, value: 0 })
    const remove = Object.assign(element('button', appRemove, 'app-linkbutton'), { type: 'button' })
    progress.setAttribute('aria-label', file.name)
    remove.setAttribute('aria-label', `${appRemove}: ${file.name}`)
    kind.setAttribute('aria-hidden', 'true')
    told.append(name, element('br'), state, progress)
    row.append(kind, told, remove)
    list.append(row)
    remove.addEventListener('click', () => { row.remove(); input.focus() })
    open += 1
    try {
      if (!types.includes(file.type)) throw new Error(appType)
      const upload = await announce(file)
      await put(file, upload, progress)
      progress.remove()
      state.textContent = appSent
      row.append(hidden(appField, upload.upload_id), hidden(`_name_${upload.upload_id}`, file.name))
      says.textContent = `${file.name}: ${appSent}`
    } catch (fault) {
      progress.remove()
      row.dataset.appFailed = ''
      state.className = 'govuk-error-message'
      state.textContent = fault instanceof TypeError ? appBroken : fault.message
      says.textContent = `${file.name}: ${state.textContent}`
      const again = Object.assign(element('button', appAgain, 'app-linkbutton'), { type: 'button' })
      again.setAttribute('aria-label', `${appAgain}: ${file.name}`)
      again.addEventListener('click', () => { row.remove(); send(file) })
      remove.before(again)
    } finally {
      settle()
    }
  }
  input.addEventListener('change', () => {
    const files = [...input.files]
    input.value = ''
    files.forEach(send)
  })
  form.addEventListener('submit', (event) => {
    if (open === 0) return
    event.preventDefault()
    waiting = { button: event.submitter }
    says.textContent = appWait
  })
}

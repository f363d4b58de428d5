// A field with a list: what is typed without diacritics finds its name too. The arrows go through
// the list, Enter or Tab takes what is marked, Escape shuts it. Without script the browser's list.
const bareText = (text) => [...text.normalize('NFC').toLowerCase()]
  .map((one) => (one === 'đ' ? 'd' : one.normalize('NFD').replace(/[\u0300-\u036f]/g, ''))).join('')
for (const field of document.querySelectorAll('input[data-app-combo]')) {
  const names = [...field.list.options].map((option) => option.value)
  const list = document.createElement('ul')
  list.id = `${field.id}-list`
  list.className = 'app-combo__list'
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', field.dataset.appCombo)
  field.after(list)
  field.removeAttribute('list')
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-expanded': 'false', 'aria-controls': list.id, 'aria-autocomplete': 'list' })) field.setAttribute(name, value)
  let marked = -1
  const shut = () => {
    list.hidden = true
    field.setAttribute('aria-expanded', 'false')
    field.removeAttribute('aria-activedescendant')
  }
  const mark = (at) => {
    marked = at
    for (const [number, line] of [...list.children].entries()) line.setAttribute('aria-selected', String(number === at))
    if (at >= 0) field.setAttribute('aria-activedescendant', list.children[at].id)
  }
  const take = () => {
    if (list.hidden || marked < 0) return false
    field.value = list.children[marked].textContent
    shut()
    field.dispatchEvent(new Event('change', { bubbles: true }))
    return true
  }
  const line = (name, at, wanted) => {
    const one = document.createElement('li')
    one.id = `${list.id}-${at}`
    one.setAttribute('role', 'option')
    const start = ` ${bareText(name)}`.indexOf(` ${wanted}`)
    const found = document.createElement('mark')
    found.textContent = name.slice(start, start + wanted.length)
    one.append(name.slice(0, start), found, name.slice(start + wanted.length))
    one.addEventListener('mousedown', (event) => { event.preventDefault(); mark(at); take() })
    return one
  }
  const open = () => {
    const wanted = bareText(field.value.trim())
    const found = wanted ? names.filter((name) => ` ${bareText(name)}`.includes(` ${wanted}`)) : []
    if (!found.length || found.includes(field.value)) return shut()
    list.replaceChildren(...found.slice(0, 8).map((name, at) => line(name, at, wanted)))
    list.hidden = false
    field.setAttribute('aria-expanded', 'true')
    mark(0)
  }
  field.addEventListener('input', open)
  field.addEventListener('blur', shut)
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return shut()
    if (event.key === 'Tab' || (event.key === 'Enter' && !event.ctrlKey)) {
      if (take() && event.key === 'Enter') event.preventDefault()
      return
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    if (list.hidden) return open()
    mark((marked + step + list.children.length) % list.children.length)
  })
}

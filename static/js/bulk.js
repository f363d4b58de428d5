// Choosing rows: without script the bar is an ordinary fieldset with its buttons always there.
for (const bar of document.querySelectorAll('[data-app-bulk]')) {
  const boxes = [...document.querySelectorAll(`input[name="${bar.dataset.appBulk}"]`)]
  const count = bar.querySelector('[data-app-count]')
  const all = document.querySelector('[data-app-all]')
  const words = bar.dataset.appWords ?? 'Đã chọn {} phản ánh'
  const show = () => {
    const picked = boxes.filter((box) => box.checked)
    bar.hidden = picked.length === 0
    count.textContent = words.replace('{}', picked.length)
    if (all) {
      all.checked = picked.length === boxes.length
      all.indeterminate = picked.length > 0 && picked.length < boxes.length
    }
    for (const box of boxes) box.closest('tr').classList.toggle('app-work__picked', box.checked)
  }
  for (const box of boxes) box.addEventListener('change', show)
  all?.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked
    show()
  })
  show()
}

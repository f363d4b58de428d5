// A filter stands open in the markup; on a narrow screen it is shut, so that the work comes first.
if (matchMedia('(max-width: 40em)').matches) {
  for (const box of document.querySelectorAll('[data-app-narrow-shut]')) box.open = false
}

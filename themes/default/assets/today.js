// fonds, default theme: a link to today's place among the days of the year. The page has no clock, the browser has.
addEventListener('DOMContentLoaded', () => {
  const two = n => String(n).padStart(2, '0'), now = new Date()
  const place = `/${two(now.getMonth() + 1)}/#d${two(now.getDate())}`
  const day = document.querySelector(`#days a[href$="${place}"]`)
  const line = document.querySelector('[data-today]') // as high as its link, so that nothing moves
  if (day) line.replaceChildren(Object.assign(day.cloneNode(), { textContent: line.dataset.today }))
})

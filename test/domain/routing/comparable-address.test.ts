import { comparableAddress, domainOf, isSmtpAddress } from '../../../runtime/domain/routing/comparable-address';

describe('comparableAddress', () => {
  it.each([
    ['ASCII capitals', 'Anna.Lee@Contoso.EXAMPLE', 'anna.lee@contoso.example'],
    ['nothing to change', 'anna@contoso.example', 'anna@contoso.example'],
    ['a Kelvin sign stays what it is', 'anna@\u212aontoso.EXAMPLE', 'anna@\u212aontoso.example'],
    ['a dotted capital I stays what it is', '\u0130NA@contoso.example', '\u0130na@contoso.example'],
    ['capitals of other scripts stay', '\u0410NNA@contoso.example', '\u0410nna@contoso.example'],
  ])('compares %s', (_case, address, expected) => {
    expect(comparableAddress(address)).toBe(expected);
  });
});

describe('domainOf', () => {
  it.each([
    ['anna@contoso.example', 'contoso.example'],
    ['anna@good.example@evil.example', 'evil.example'],
    ['anna', ''],
    ['anna@', ''],
    ['@contoso.example', 'contoso.example'],
  ])('takes what stands after the last at sign of %s', (address, domain) => {
    expect(domainOf(address)).toBe(domain);
  });
});

describe('isSmtpAddress', () => {
  it.each([
    ['anna@contoso.example', true],
    ['guest_fabrikam.example#EXT#@contoso.example', true],
    ['"anna"@contoso.example', false],
    ['anna@contoso', false],
    ['', false],
  ])('%s: %s', (address, isOne) => {
    expect(isSmtpAddress(address)).toBe(isOne);
  });
});

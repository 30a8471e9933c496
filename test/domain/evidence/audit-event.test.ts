import {
  AUDIT_ACTS,
  type AuditAction,
  type AuditEvent,
  auditEventLine,
  chainAuditEvent,
  parseAuditEventLine,
  verifyAuditEvents,
} from '../../../runtime/domain/evidence/audit-event';

const action = (change: Partial<AuditAction> = {}): AuditAction => ({
  actor: 'rosa.marsh@contoso.example',
  role: 'DataConnector.Admin',
  act: 'replay',
  target: 'held:12',
  beforeHash: '',
  afterHash: '',
  reason: 'mapping repaired',
  approver: '',
  at: '2026-11-21T08:12:00.000Z',
  ...change,
});

const events: AuditEvent[] = [];
for (const act of AUDIT_ACTS) events.push(chainAuditEvent(action({ act }), events.at(-1)));

describe("the chain of administrators' acts", () => {
  it('begins at 1 and is found whole', async () => {
    expect(events.map(({ sequence }) => sequence)).toEqual(AUDIT_ACTS.map((_act, index) => index + 1));
    expect(events[0]?.previous).toBe('');
    expect(await verifyAuditEvents(events)).toEqual([]);
  });

  it.each(['actor', 'role', 'act', 'target', 'beforeHash', 'afterHash', 'reason', 'approver', 'at', 'previous', 'hash'] as const)(
    'names an event whose %s was changed',
    async (field) => {
      const changed = events.map((event, index) => (index === 3 ? { ...event, [field]: 'changed' } : event));

      expect((await verifyAuditEvents(changed))[0]).toMatchObject({ code: 'changed-event', sequence: 4 });
    },
  );

  it('names what is missing, and what stands in another place', async () => {
    const swapped = events.toSpliced(2, 2, events[3] as AuditEvent, events[2] as AuditEvent);

    expect(await verifyAuditEvents(events.toSpliced(4, 2))).toMatchObject([
      { code: 'missing-event', sequence: 5 },
      { code: 'missing-event', sequence: 6 },
    ]);
    expect((await verifyAuditEvents(swapped)).map(({ code }) => code)).toEqual(['missing-event', 'wrong-order', 'missing-event']);
  });

  it('names an event that was written anew behind its place', async () => {
    const forged = chainAuditEvent(action({ reason: 'forged' }), events[1]);

    expect(await verifyAuditEvents([...events.slice(0, 2), forged, ...events.slice(3)])).toMatchObject([
      { code: 'wrong-order', sequence: 4 },
    ]);
  });

  it('is one line of JSON an event in events.jsonl', () => {
    const line = auditEventLine(chainAuditEvent(action({ reason: 'a\nb' }), undefined));

    expect(line.split('\n')).toHaveLength(2);
    expect(JSON.parse(line)).toMatchObject({ v: 1, sequence: 1, act: 'replay', reason: 'a\nb' });
    expect(parseAuditEventLine(line)).toEqual(chainAuditEvent(action({ reason: 'a\nb' }), undefined));
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', 'null'],
    ['of another version', '{"v":2}'],
    ['of an act that does not exist', auditEventLine(chainAuditEvent(action(), undefined)).replace('"replay"', '"erase"')],
    ['without a hash', auditEventLine(chainAuditEvent(action(), undefined)).replace('"hash"', '"other"')],
  ])('is refused when a line is %s', (_case, line) => {
    expect(parseAuditEventLine(line)).toBeUndefined();
  });
});

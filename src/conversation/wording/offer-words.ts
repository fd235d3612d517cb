import type { Exclusion, Offer } from '../../scoring/offers/what-to-offer.ts';
import type { OfferedProduct } from '../../store/offers/held-baskets.ts';
import type { CommandContext } from '../command-context.ts';

type Reader = Pick<CommandContext, 'say' | 'format'>;

/** From here on, customers mostly hold a product. */
const most = 0.5;

/** What to call a product: its kind, with the bank's own name where the kind has several. */
export function productName(
  { product, label }: OfferedProduct,
  { say }: Pick<Reader, 'say'>,
): string {
  const kind = say(`products.${product}`);
  return label === null ? kind : say('offer-words.product', { product: kind, label });
}

/** The same as something that somebody holds: “a card”. */
function someProduct({ product, label }: OfferedProduct, { say }: Pick<Reader, 'say'>): string {
  const kind = say(`offer-words.some.${product}`);
  return label === null ? kind : say('offer-words.product', { product: kind, label });
}

/** Why a product fits, with its numbers. */
export function offerReason(offer: Offer, reader: Reader): string {
  const { say, format } = reader;
  const { reason } = offer;
  const product = someProduct(offer, reader);
  const share = format.percent(reason.share);
  if (reason.held === null) return say('offer-words.reason.popular', { product, share });
  return say('offer-words.reason.likeness', {
    product,
    share,
    held: format.list(reason.held.map((each) => someProduct(each, reader))),
    mostly: reason.confidence >= most ? 'yes' : 'no',
    confidence: format.percent(reason.confidence),
    customers: reason.customers,
  });
}

/** What a product brings a year, in a few words. */
export function yearlyInWords({ yearly }: Offer, { say, format }: Reader): string {
  if (yearly === null) return say('offer-words.yearly.unknown');
  return yearly > 0
    ? say('offer-words.yearly.short', { yearly: format.money(yearly) })
    : say('offer-words.yearly.none');
}

/** What a product brings a year and at which balance; undefined where it is not known. */
function yearlySentence(
  { yearly, usualBalance }: Offer,
  { say, format }: Reader,
): string | undefined {
  if (yearly === null) return undefined;
  if (usualBalance === null) {
    return say('offer-words.yearly.ofFee', { yearly: format.money(yearly) });
  }
  const balance = format.money(usualBalance);
  return yearly > 0
    ? say('offer-words.yearly.ofBalance', { yearly: format.money(yearly), balance })
    : say('offer-words.yearly.costs', { loss: format.money(-yearly), balance });
}

/** Why each product is offered and what it brings, a text an offer. */
export function offerSentences(offers: readonly Offer[], reader: Reader): string[] {
  return offers.map((offer) => {
    const reason = offerReason(offer, reader);
    const yearly = yearlySentence(offer, reader);
    return yearly === undefined ? reason : reader.say('offer-words.both', { reason, yearly });
  });
}

/** What not to offer and why, in a sentence, and what is held, in another; nothing where there is nothing to say. */
export function exclusionSentences(excluded: readonly Exclusion[], reader: Reader): string[] {
  const { say, format } = reader;
  const held = excluded.filter(({ because }) => because === 'held');
  const others = excluded.filter(({ because }) => because !== 'held');
  const kinds = new Set(held.map(({ product }) => say(`products.${product}`)));
  return [
    ...(others.length === 0
      ? []
      : [
          say('offer-words.excluded.lead', {
            reasons: format.list(others.map((each) => exclusionInWords(each, reader))),
          }),
        ]),
    ...(kinds.size === 0
      ? []
      : [say('offer-words.excluded.held', { products: format.list([...kinds]) })]),
  ];
}

/** A product not to offer, and why. */
export function exclusionInWords(excluded: Exclusion, reader: Reader): string {
  const { say, format } = reader;
  const product = productName(excluded, reader);
  switch (excluded.because) {
    case 'held':
      return product;
    case 'never':
    case 'ageUnknown':
      return say(`offer-words.excluded.${excluded.because}`, { product });
    case 'tooYoung':
      return say('offer-words.excluded.tooYoung', {
        product,
        age: excluded.age,
        minimumAge: excluded.minimumAge,
      });
    case 'tooOld':
      return say('offer-words.excluded.tooOld', {
        product,
        age: excluded.age,
        maximumAge: excluded.maximumAge,
      });
    case 'churn':
      return say('offer-words.excluded.churn', {
        product,
        bound: format.percent(excluded.notAboveChurn),
        probability: format.percent(excluded.churnProbability),
      });
    case 'complaint':
      return say('offer-words.excluded.complaint', {
        product,
        complaints: excluded.openComplaints,
      });
    default:
      return say(`offer-words.excluded.${excluded.because}`, {
        product,
        day: format.day(excluded.on),
      });
  }
}

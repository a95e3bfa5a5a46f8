// Everyday words for a passphrase that chance makes: 256 of them, so that a byte chooses one.

const LIST = `
  alun ambar anggrek angin angsa apel arang aren arloji arus asam atap awan ayunan badak bahtera baju bakau
  balok bambu bangau bangku bantal batik batu bawang bayam bebek belimbing beling benang benteng besi bintang
  biola bubur buku bulan bunga buluh burung busur cabai cakrawala cangkir cangkul cawan cempaka cendana cengkih
  cermin cerobong cincin congklak curug dahan dapur daun delima delman dermaga desa domba donat durian embun
  ember engsel enau fajar gading gajah galah gambus gandum garam garasi garpu gasing gelang gelas gembok gendang
  genteng gerbang gergaji gerobak giring gitar gong gudang gula gunting gunung hujan hutan ijuk intan itik
  jagung jahe jala jambu jamur jangkar jati jembatan jendela jeruk kabel kabut kaca kakap kaktus kaleng kambing
  kamper kandang kapal kapas kapur karang karung katak kayu kebun kelapa kelinci kemiri kemudi kenari kendi
  kentang kepiting keranjang keris kertas kerupuk kincir kipas kolam kompas kopi koran kotak kuali kubis kucing
  kuda kunyit kursi ladang lampu langit laut layar lebah lembah lemari lentera lereng lidi lilin lobak lontar
  lonceng lumbung mangga manggis mawar melati melon menara merpati meja mentimun mesin minyak muara mutiara
  nanas nelayan nyiur ombak pagar paku palem palu pandan pantai papan parang pasar pasir payung pelangi pepaya
  perahu peta petani petir pinang piring pisang pohon pulau puncak purnama rakit rambutan ransel rawa rebana
  rembulan roda rotan rumah rumput sabun sagu salak samudra sarung sawah sawo selendang semangka sendok senja
  sepeda serai seruling sumur sungai surya tangga tanjung tebu teko telaga teluk tenda teratai terong tikar
  timba tiram tomat tongkat topi tugu ulat wajan waduk wayang zaitun
`;

export const WORDS: readonly string[] = LIST.trim().split(/\s+/);

/** Six words are 48 bits: 280 million million passphrases, each of which costs a guesser scrypt's work. */
const COUNT = 6;

export function suggestion(): string {
  return [...crypto.getRandomValues(new Uint8Array(COUNT))].map((byte) => WORDS[byte]).join(" ");
}

#!/usr/bin/env bash
# Fills corpus/ with what the fuzzer begins from: the files of the tests, and receipts.
set -Eeuo pipefail
cd "$(dirname "$0")"
mkdir -p corpus/picture corpus/pdf corpus/receipt
cp ../tests/files/*.jpg ../tests/files/*.png corpus/picture/
cp ../tests/files/*.pdf corpus/pdf/
# A second one of each with the other parity of its length: the target plants canaries in every other file.
for file in ../tests/files/*.pdf; do
    { cat "$file"; printf '\n'; } >"corpus/pdf/longer-$(basename "$file")"
done

# Small documents, one feature each: the fuzzer is faster with them. Their tables are rebuilt by scanning.
small() { # name, contents, resources, more objects from number 5 on
    local name=$1 contents=$2 resources=$3 more=${4:-}
    {
        printf '%%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[5 0 R]/D<</OFF[5 0 R]>>>>>> endobj\n'
        printf '2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n'
        printf '3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Annots[9 0 R]/Resources<<%s>>>> endobj\n' "$resources"
        printf '4 0 obj <</Length %d>> stream\n%s\nendstream endobj\n' ${#contents} "$contents"
        printf '%s\ntrailer <</Root 1 0 R/Size 9>>\nstartxref\n0\n%%%%EOF' "$more"
    } >"corpus/pdf/small-$name"
}
small plain 'q 1 0 0 1 5 5 cm 0 0 9 9 re W n [3 2] 0 d 1 2 m 3 4 l S Q BT /F 9 Tf (AB) Tj [(A) -9 <42>] TJ ET' '/Font<</F 5 0 R>>' \
    '5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj'
small font 'BT /F 9 Tf <0041> Tj ET' '/Font<</F 5 0 R>>' \
    '5 0 obj <</Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>> endobj
6 0 obj <</Subtype/CIDFontType2/BaseFont/A/W[0[500]]/CIDToGIDMap/Identity/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>> endobj
7 0 obj <</Length 59>> stream
1 beginbfrange <00> <01> <0041> endbfrange 1 beginbfchar <3
endstream endobj'
small glyphs 'BT /F 9 Tf (A) Tj ET' '/Font<</F 5 0 R>>' \
    '5 0 obj <</Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/Encoding<</Differences[65/a]>>/CharProcs<</a 6 0 R>>/FirstChar 65/LastChar 65/Widths[9]>> endobj
6 0 obj <</Length 35>> stream
9 0 0 0 9 9 d1 0 0 9 9 re f /X Do %
endstream endobj'
small layers '/OC /L BDC 0 0 9 9 re f (x) Tj EMC /Span<</ActualText(x)>>BDC 1 w EMC BT 3 Tr (x) Tj ET' '/Properties<</L 5 0 R>>' '5 0 obj <</Type/OCG/Name(x)>> endobj'
small inline 'q BI /W 2 /H 2 /BPC 8 /CS /G ID ABCD
EI Q BI /W 2 /H 1 /BPC 8 /CS [/I /RGB 1 <000102030405>] /F /AHx ID 0001>
EI' ''
small colours '/C cs 0.5 scn /P cs /T scn 0 0 9 9 re f /S sh' \
    '/ColorSpace<</C[/Separation/X/DeviceRGB 5 0 R]/P[/Pattern[/ICCBased 7 0 R]]>>/Pattern<</T 6 0 R>>/Shading<</S<</ShadingType 2/ColorSpace[/Lab<</WhitePoint[1 1 1]>>]/Coords[0 0 1 1]/Function 5 0 R>>>>' \
    '5 0 obj <</FunctionType 2/Domain[0 1]/C0[0 0 0]/C1[1 1 1]/N 1>> endobj
6 0 obj <</PatternType 1/PaintType 1/TilingType 1/BBox[0 0 3 3]/XStep 3/YStep 3/Resources<<>>/Length 12>> stream
0 0 1 1 re f
endstream endobj
7 0 obj <</N 3/Alternate/DeviceRGB/Length 1>> stream
x
endstream endobj'
small forms '/X Do /G gs' '/XObject<</X 5 0 R>>/ExtGState<</G<</ca .5/SMask<</S/Alpha/G 5 0 R>>>>>>' \
    '5 0 obj <</Subtype/Form/BBox[0 0 9 9]/Matrix[1 0 0 1 0 0]/Group<</S/Transparency/CS/DeviceRGB>>/Length 13>> stream
1 0 0 rg /X Do
endstream endobj
9 0 obj <</Subtype/Stamp/Rect[1 1 9 9]/AP<</N 5 0 R>>/Contents(x)>> endobj'
small picture '/X Do' '/XObject<</X 5 0 R>>' \
    '5 0 obj <</Subtype/Image/Width 4/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Filter[/ASCIIHexDecode/RunLengthDecode]/SMask 6 0 R/Length 8>> stream
0341424344>
endstream endobj
6 0 obj <</Subtype/Image/Width 8/Height 1/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 8>>/Length 4>> stream
AB00
endstream endobj'
small jbig 'q /X Do Q' '/XObject<</X 5 0 R>>' \
    '5 0 obj <</Subtype/Image/Width 4/Height 1/BitsPerComponent 1/ColorSpace/DeviceGray/Filter[/ASCIIHexDecode/JBIG2Decode]/DecodeParms[null<</JBIG2Globals 6 0 R>>]/Length 60>> stream
0000000130000100000001410000000231000100000000>
endstream endobj
6 0 obj <</Length 0>> stream

endstream endobj'
small calculator '/C cs .5 scn' '/ColorSpace<</C[/DeviceN[/A/B]/DeviceGray 5 0 R]>>' \
    '5 0 obj <</FunctionType 4/Domain[0 1 0 1]/Range[0 1]/Length 20>> stream
{ add 2 div %x
 }    
endstream endobj'

number=0
for text in '' '0123' 'derive:0123456789ABCDEF' 'derive:' '0000-0000-0000-0000-0' 'oooo oooo oooo oooo o' '0000000000000000-0'; do
    number=$((number + 1))
    printf '%s' "$text" >"corpus/receipt/$number"
done

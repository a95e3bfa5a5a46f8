#!/usr/bin/env python3
"""Makes the files beside it: a canary (KENARI-place) in every place that may hold more than a page shows.

Wants: pip install pillow pikepdf; exiftool. Run it here; the results are committed, as they differ a little with
the versions of these tools.
"""

import io
import struct
import subprocess
import zlib

import pikepdf
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin
from pikepdf import Array, Dictionary, Name, Stream, String


def picture(width=96, height=64, mode="RGB"):
    image = Image.new("RGB", (width, height), (235, 230, 220))
    draw = ImageDraw.Draw(image)
    draw.rectangle((8, 8, 40, 24), fill=(200, 30, 30))
    draw.ellipse((48, 20, 88, 56), fill=(30, 60, 200))
    return image.convert(mode)


def jpeg(image, **more):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80, **more)
    return out.getvalue()


def profile(place):
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made.replace(b"sRGB built-in", (b"KENARI-" + place)[:13].ljust(13, b"."))


def segment(marker, payload):
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def photo():
    data = jpeg(picture(), icc_profile=profile(b"icc"))
    open("photo.jpg", "wb").write(data)
    open("thumb.tmp", "wb").write(jpeg(picture(32, 24), comment=b"KENARI-in-thumbnail"))
    subprocess.run(
        ["exiftool", "-q", "-overwrite_original",
         "-IFD0:Make=KENARI-make", "-IFD0:Model=KENARI-model", "-IFD0:Software=KENARI-software",
         "-IFD0:Artist=KENARI-artist", "-IFD0:Copyright=KENARI-copyright", "-IFD0:ImageDescription=KENARI-describe",
         "-IFD0:XPAuthor=KENARI-xp", "-IFD0:Orientation#=6", "-IFD0:ModifyDate=2026:11:22 10:00:00",
         "-IFD0:HostComputer=KENARI-host",
         "-ExifIFD:DateTimeOriginal=2026:11:22 09:00:00", "-ExifIFD:UserComment=KENARI-user",
         "-ExifIFD:SerialNumber=KENARI-serial", "-ExifIFD:OwnerName=KENARI-owner", "-ExifIFD:LensModel=KENARI-lens",
         "-ExifIFD:ImageUniqueID=KENARI-unique", "-InteropIFD:InteropIndex=KENARI-interop",
         "-GPS:GPSLatitude=6.2", "-GPS:GPSLatitudeRef=S", "-GPS:GPSLongitude=106.8", "-GPS:GPSLongitudeRef=E",
         "-GPS:GPSAreaInformation=KENARI-area", "-IFD1:XResolution=72", "-IFD1:ThumbnailImage<=thumb.tmp",
         "-XMP:Creator=KENARI-xmp", "-XMP:City=KENARI-city", "-XMP-exif:GPSLatitude=6.2", "-XMP-exif:GPSLongitude=106.8",
         "-IPTC:By-line=KENARI-iptc", "-IPTC:Keywords=KENARI-keyword", "-Photoshop:XResolution=72",
         "-Comment=KENARI-comment", "photo.jpg"], check=True)
    data = open("photo.jpg", "rb").read()
    # A maker's note, which exiftool does not make.
    more = segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\x01\0\x7c\x92\x07\0\x10\0\0\0\x1a\0\0\0\0\0\0\0KENARI-makernote")
    more += segment(0xE0, b"JFXX\0\x10KENARI-jfxx") + segment(0xE2, b"MPF\0KENARI-mpf") + segment(0xE2, b"FPXR\0KENARI-fpxr")
    more += segment(0xE3, b"META\0KENARI-app3") + segment(0xEB, b"JP\0\0KENARI-jumbf") + segment(0xEC, b"KENARI-app12")
    more += segment(0xEF, b"KENARI-app15") + segment(0xFE, b"KENARI-second comment") + segment(0xEE, b"KENARI-app14")
    data = data[:2] + data[2:20] + more + data[20:]
    data += b"KENARI-after" + jpeg(picture(16, 16), comment=b"KENARI-second-picture")
    open("photo.jpg", "wb").write(data)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def screenshot():
    image = picture(mode="RGBA")
    for x in range(10):
        for y in range(10):
            image.putpixel((x, y), (x * 20, y * 20, 77, 0))
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "KENARI-text")
    info.add_text("Description", "KENARI-ztext " * 20, zip=True)
    info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>KENARI-xmp exif:GPSLatitude</x:xmpmeta>")
    info.add_itxt("Title", "KENARI-itext " * 20, zip=True)
    out = io.BytesIO()
    image.save(out, "PNG", pnginfo=info, icc_profile=profile(b"icc"))
    data = out.getvalue()
    exif = b"II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\x0c\0\0\0\x26\0\0\0\x12\x01\x03\0\x01\0\0\0\x03\0\0\0\0\0\0\0KENARI-make\0"
    early = chunk(b"eXIf", exif) + chunk(b"tIME", b"\x07\xea\x0b\x16\x0a\0\0") + chunk(b"prVt", b"KENARI-private")
    early += chunk(b"caBX", b"KENARI-c2pa") + chunk(b"sPLT", b"KENARI-palette\0\x08") + chunk(b"gAMA", struct.pack(">I", 45455))
    at = data.index(b"IDAT") - 4
    end = data.index(b"IEND") - 4
    late = chunk(b"tEXt", b"Comment\0KENARI-late") + chunk(b"fdAT", b"\0\0\0\1KENARI-frame")
    data = data[:at] + early + data[at:end] + late + data[end:] + b"KENARI-after"
    open("screenshot.png", "wb").write(data)


def xmp(pdf, place):
    return pdf.make_stream(b"<?xpacket begin=''?><x>KENARI-xmp-" + place + b"</x>", Type=Name.Metadata, Subtype=Name.XML)


def document():
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 400))
    text = lambda s: String("KENARI-" + s)
    # Fonts: a program with a name table, from whatever DejaVu there is.
    import glob
    path = glob.glob("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf")
    from fontTools import subset
    options = subset.Options(name_IDs=["*"], notdef_outline=True, drop_tables=[])
    font = subset.load_font(path[0], options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="TERLIHAT abc")
    cutter.subset(font)
    for record in font["name"].names:
        record.string = "KENARI-font-name"
    made = io.BytesIO()
    font.save(made)
    program = pdf.make_stream(made.getvalue(), Length1=len(made.getvalue()), Metadata=xmp(pdf, b"font"))
    letters = pdf.make_stream(b"%KENARI-cmap-comment\n/CIDInit /ProcSet findresource begin begincmap /Notice (KENARI-cmap-text) def\n"
                              b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <54> <0054> endbfchar endcmap end end")
    descriptor = pdf.make_indirect(Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/ABCDEF+DejaVuSansMono"), Flags=32, FontBBox=Array([0, -200, 600, 900]), ItalicAngle=0,
        Ascent=900, Descent=-200, CapHeight=700, StemV=80, FontFile2=program, FontFamily=text("family"), CharSet=text("charset")))
    true_type = pdf.make_indirect(Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/ABCDEF+DejaVuSansMono"), FirstChar=32, LastChar=122,
        Widths=Array([602] * 91), Encoding=Name.WinAnsiEncoding, FontDescriptor=descriptor, ToUnicode=letters, Private=text("font-key")))
    helvetica = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    glyph = pdf.make_stream(b"500 0 0 0 500 500 d1 %KENARI-glyph-comment\n0 0 400 400 re f")
    type3 = pdf.make_indirect(Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 500, 500]), FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), Name=text("t3"),
        FirstChar=65, LastChar=65, Widths=Array([500]), Encoding=Dictionary(Differences=Array([65, Name("/square")])),
        CharProcs=Dictionary({"/square": glyph})))
    # Pictures.
    exif = segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\x01\0\x0f\x01\x02\0\x10\0\0\0\x1a\0\0\0\0\0\0\0KENARI-exif-pdf\0")
    def tagged(image, **more):
        data = jpeg(image, **more)
        return data[:2] + exif + segment(0xFE, b"KENARI-jpeg-comment") + data[2:] + b"KENARI-jpeg-after"
    def image(data, space, filter, **more):
        w, h = 96, 64
        stream = Stream(pdf, data)
        for key, value in dict(Type=Name.XObject, Subtype=Name.Image, Width=w, Height=h, BitsPerComponent=8, ColorSpace=space,
                               Filter=filter, Metadata=xmp(pdf, b"image"), Private=text("image-key"), **more).items():
            stream[Name("/" + key)] = value
        return pdf.make_indirect(stream)
    icc = pdf.make_stream(profile(b"icc-pdf"), N=3, Alternate=Name.DeviceRGB)
    rgb = image(tagged(picture()), Array([Name.ICCBased, icc]), Name.DCTDecode, Alternates=Array([]))
    gray = image(tagged(picture(mode="L")), Name.DeviceGray, Name.DCTDecode)
    cmyk = image(tagged(picture(mode="CMYK")), Name.DeviceCMYK, Name.DCTDecode, Decode=Array([1, 0, 1, 0, 1, 0, 1, 0]))
    raw = picture().tobytes()
    mask = image(zlib.compress(picture(mode="L").tobytes()), Name.DeviceGray, Name.FlateDecode)
    flate = image(zlib.compress(raw + b"KENARI-after-samples") + b"KENARI-after-zlib", Name.DeviceRGB, Name.FlateDecode, SMask=mask)
    table = zlib.compress(bytes(range(6)) + b"KENARI-table")
    indexed = image(zlib.compress(bytes(96 * 64)), Array([Name.Indexed, Name.DeviceRGB, 1, pdf.make_indirect(Stream(pdf, table, Filter=Name.FlateDecode))]), Name.FlateDecode)
    picture(mode="1").save("fax.tmp", "TIFF", compression="group4")
    tiff = Image.open("fax.tmp")
    (offset,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
    fax = image(open("fax.tmp", "rb").read()[offset:offset + length] + b"KENARI-after-fax", Name.DeviceGray, Name.CCITTFaxDecode,
                DecodeParms=Dictionary(K=-1, Columns=96, Rows=64, Private=text("fax-key")))
    fax.BitsPerComponent = 1
    out = io.BytesIO()
    picture().save(out, "JPEG2000", comment="KENARI-jpx-comment", no_jp2=False)
    jp2 = out.getvalue()
    uuid = b"uuid" + bytes(16) + b"KENARI-jpx-uuid"
    at = jp2.index(b"jp2c") - 4
    jp2 = jp2[:at] + struct.pack(">I", len(uuid) + 4) + uuid + jp2[at:]
    jpx = image(jp2 + b"KENARI-jpx-after", Name.DeviceRGB, Name.JPXDecode)
    unused = image(tagged(picture()), Name.DeviceRGB, Name.DCTDecode)
    # Layers, functions, patterns, forms.
    off = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=text("layer-off")))
    on = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=text("layer-on"), Usage=Dictionary(CreatorInfo=Dictionary(Creator=text("layer-creator")))))
    calculator = pdf.make_stream(b"{ %KENARI-calculator\n dup 0.5 mul exch pop }", FunctionType=4, Domain=Array([0, 1]), Range=Array([0, 1]))
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0]), C1=Array([0.1, 0.6, 0.1]), N=1, Private=text("function-key"))
    spot = Array([Name.Separation, Name("/KENARI-spot"), Name.DeviceRGB, tint])
    gray_spot = Array([Name.Separation, Name("/KENARI-spot2"), Name.DeviceGray, calculator])
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 60, 0]), Function=tint, Extend=Array([True, True]), Private=text("shading-key"))
    form = pdf.make_stream(b"%KENARI-form-comment\n1 0 0 rg 0 0 20 20 re f /Deep Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 40, 40]),
                           Metadata=xmp(pdf, b"form"), PieceInfo=Dictionary(X=Dictionary(Private=text("piece-form"))), LastModified=text("modified-form"), Name=text("form-name"),
                           Resources=Dictionary(XObject=Dictionary(Deep=gray, Unused=unused), Properties=Dictionary(P0=Dictionary(Key=text("property")))))
    tiling = pdf.make_stream(b"0 0 1 rg 0 0 3 3 re f %KENARI-pattern-comment", PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 6, 6]), XStep=6, YStep=6, Resources=Dictionary(), Private=text("pattern-key"))
    contents = b"""%KENARI-content-comment
/Span <</ActualText (KENARI-actual) /Lang (KENARI-lang)>> BDC BT /F1 18 Tf 20 360 Td (TERLIHAT) Tj ET EMC
/P <</MCID 0>> BDC BT /F2 12 Tf 20 330 Td (TERLIHAT) Tj /F3 12 Tf (A) Tj ET EMC
/OC /On BDC BT /F2 10 Tf 20 310 Td (TERLIHAT lapisan) Tj ET EMC
/OC /Off BDC BT /F2 10 Tf 20 290 Td (KENARI-hidden) Tj ET q 9 0 0 9 1 1 cm /Hidden Do Q 0 0 50 50 re f EMC
BT 3 Tr /F2 10 Tf 20 270 Td (KENARI-invisible) Tj 0 Tr (TERLIHAT lagi) Tj ET
(KENARI-stray) /KENARI-operand KENARIoperator
BT /F2 10 Tf 20 250 Td <5445 524C 49484154> Tj ET
q 60 0 0 40 20 180 cm /Rgb Do Q q 60 0 0 40 90 180 cm /Cmyk Do Q q 60 0 0 40 160 180 cm /Flate Do Q q 60 0 0 40 230 180 cm /Indexed Do Q
q 60 0 0 40 20 120 cm /Fax Do Q q 60 0 0 40 90 120 cm /Jpx Do Q q 1 0 0 1 160 120 cm /Form Do Q
q /Pattern cs /Tile scn 230 120 40 40 re f Q q /Spot cs 0.8 scn 20 70 30 30 re f Q q /Gray cs 0.4 scn 60 70 30 30 re f Q
q 100 70 60 30 re W n 1 0 0 1 100 70 cm /Shade sh Q
q 30 0 0 30 180 70 cm BI /W 4 /H 4 /CS /G /BPC 8 /KENARIkey (KENARI-inline) ID 0123456789abcdefKENARI-after-inline
EI Q
/GS gs 0.5 g 230 70 30 30 re f
"""
    resources = Dictionary(
        Font=Dictionary(F1=true_type, F2=helvetica, F3=type3), XObject=Dictionary(Rgb=rgb, Cmyk=cmyk, Flate=flate, Indexed=indexed, Fax=fax, Jpx=jpx, Form=form, Unused=unused, Hidden=unused),
        Properties=Dictionary(On=on, Off=off, Mark=Dictionary(Author=text("mark"))), ColorSpace=Dictionary(Spot=spot, Gray=gray_spot), Shading=Dictionary(Shade=shading),
        Pattern=Dictionary(Tile=tiling), ExtGState=Dictionary(GS=Dictionary(ca=0.5, Private=text("state-key"))), Private=text("resources-key"))
    page.Resources = resources
    packed = zlib.compress(contents) + b"KENARI-after-contents"
    page.Contents = pdf.make_indirect(Stream(pdf, packed, Filter=Name.FlateDecode, Private=text("contents-key")))
    page.Metadata = xmp(pdf, b"page")
    page.PieceInfo = Dictionary(App=Dictionary(LastModified=text("piece-date"), Private=text("piece")))
    page.LastModified = text("page-modified")
    page.Thumb = image(tagged(picture()), Name.DeviceRGB, Name.DCTDecode)
    page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=text("js-page")))
    page.Private = text("page-key")
    page.B = Array([])
    # Annotations.
    look = lambda s: pdf.make_stream(b"BT /F 10 Tf 2 4 Td (" + s + b") Tj ET %KENARI-look-comment", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 16]), Resources=Dictionary(Font=Dictionary(F=helvetica)))
    field = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=text("field-name"), TU=text("field-tip"), V=text("field-value"), DV=text("default"),
        Rect=Array([20, 30, 120, 46]), AP=Dictionary(N=look(b"TERLIHAT isian")), AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS=text("js-field")))))
    signature = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=text("sig"), Rect=Array([130, 30, 230, 46]), AP=Dictionary(N=look(b"TERLIHAT ttd")),
        V=Dictionary(Type=Name.Sig, Name=text("signer"), Location=text("signed-at"), Contents=String("KENARI-certificate"))))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([250, 370, 270, 390]), T=text("note-author"), Contents=text("note"), NM=text("nm"), M=text("m"), RC=text("rich"), AP=Dictionary(N=look(b"KENARI-note-look")))
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([150, 340, 290, 360]), T=text("stamp-author"), Contents=text("stamp"), AP=Dictionary(N=look(b"TERLIHAT cap")))
    gone = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, F=2, Rect=Array([150, 340, 290, 360]), Contents=text("hidden-note"), AP=Dictionary(N=look(b"KENARI-hidden-look")))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 10, 10]), A=Dictionary(S=Name.URI, URI=text("uri")))
    clip = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 10, 10]), FS=Dictionary(Type=Name.Filespec, F=text("clip"), EF=Dictionary(F=pdf.make_stream(b"KENARI-clip-data"))))
    page.Annots = pdf.make_indirect(Array([field, signature] + [pdf.make_indirect(one) for one in (note, stamp, gone, link, clip)]))
    root = pdf.Root
    root.AcroForm = Dictionary(Fields=Array([field, signature]), DA=text("da"), DR=Dictionary(Font=Dictionary(H=helvetica)), XFA=pdf.make_stream(b"KENARI-xfa"))
    root.Metadata = xmp(pdf, b"catalog")
    root.OpenAction = Dictionary(S=Name.JavaScript, JS=text("js-open"))
    root.Names = Dictionary(JavaScript=Dictionary(Names=Array([text("js-name"), Dictionary(S=Name.JavaScript, JS=text("js"))])),
                            EmbeddedFiles=Dictionary(Names=Array([text("file"), Dictionary(Type=Name.Filespec, F=text("file"), EF=Dictionary(F=pdf.make_stream(b"KENARI-attached")))])),
                            Dests=Dictionary(Names=Array([text("dest"), Array([page.obj, Name.Fit])])))
    item = pdf.make_indirect(Dictionary(Title=text("outline")))
    root.Outlines = pdf.make_indirect(Dictionary(First=item, Last=item, Count=1))
    root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Dictionary(S=Name.P, Alt=text("alt"), ActualText=text("actual"), T=text("title"))))
    root.MarkInfo = Dictionary(Marked=True)
    root.Lang = text("lang")
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=text("label"))]))
    root.Threads = Array([Dictionary(I=Dictionary(Title=text("thread")))])
    root.PieceInfo = Dictionary(App=Dictionary(Private=text("piece-root")))
    root.OutputIntents = Array([Dictionary(Type=Name.OutputIntent, S=Name("/GTS_PDFA1"), OutputConditionIdentifier=text("intent"), DestOutputProfile=icc)])
    root.OCProperties = Dictionary(OCGs=Array([on, off]), D=Dictionary(OFF=Array([off]), Name=text("oc-name"), Creator=text("oc-creator")))
    root.ViewerPreferences = Dictionary(Private=text("viewer"))
    root.Private = text("root-key")
    for key in ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "Private"):
        pdf.docinfo[Name("/" + key)] = text("info-" + key)
    pdf.save("plain.tmp", object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    pdf.save("packed.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    data = open("plain.tmp", "rb").read()
    # An earlier version below a newer one, objects that nobody refers to, comments between, rubbish around.
    start = int(data.rsplit(b"startxref", 1)[1].split()[0])
    size = int(data.rsplit(b"/Size", 1)[1].split()[0])
    trailer = data.rsplit(b"trailer", 1)[1].split(b"startxref")[0].strip()
    update = b"\n%KENARI-between\n"
    at = len(data) + len(update)
    update += b"%d 0 obj\n<< /KENARI-unreferenced (KENARI-unreferenced) %%KENARI-within\n>>\nendobj\n" % size
    update += b"%d 0 obj\n<< /Length 19 >>\nstream\nKENARI-orphan-bytes\nendstream\nendobj\n" % (size + 1)
    second = len(data) + update.index(b"%d 0 obj" % (size + 1))
    table = len(data) + len(update)
    update += b"xref\n%d 2\n%010d 00000 n \n%010d 00000 n \n" % (size, at, second)
    newer = trailer.replace(b"/Size %d" % size, b"/Size %d /Prev %d /KENARI-trailer (KENARI-trailer)" % (size + 2, start))
    update += b"trailer\n" + newer + b"\nstartxref\n%d\n%%%%EOF\nKENARI-after-end\n" % table
    open("document.pdf", "wb").write(data + update)


def small():
    """One each of what decoders treat in a way of its own."""
    jpeg_of = lambda name, image, **more: open(name, "wb").write(jpeg(image, **more))
    jpeg_of("cmyk.jpg", picture(mode="CMYK"))
    jpeg_of("gray.jpg", picture(mode="L"))
    jpeg_of("progressive.jpg", picture(), progressive=True)
    # A profile in which the first channel is green: conversion is easily seen.
    swapped = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = swapped.index(b"rXYZ"), swapped.index(b"gXYZ")
    swapped[red:red + 4], swapped[green:green + 4] = b"gXYZ", b"rXYZ"
    jpeg_of("swapped.jpg", Image.new("RGB", (16, 16), (250, 10, 10)), icc_profile=bytes(swapped))
    picture().quantize(5).save("palette.png", transparency=0)
    picture(mode="1").save("bits.png")
    Image.fromarray(__import__("numpy").full((9, 7), 40_000, "uint16")).save("deep.png")
    Image.new("RGB", (8, 8), "red").save("animated.png", save_all=True, append_images=[Image.new("RGB", (8, 8), "blue")], duration=99)
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save("owner.pdf", encryption=pikepdf.Encryption(owner="rahasia", user=""))
    pdf.save("user.pdf", encryption=pikepdf.Encryption(owner="rahasia", user="rahasia"))


if __name__ == "__main__":
    photo()
    screenshot()
    document()
    small()
    subprocess.run("rm -f *.tmp", shell=True, check=True)

// Validate with TopBraid SHACL: java -cp 'lib/*' RunTopBraid.java DATA SHAPES REPORT; prints version and seconds a phase as JSON.

import java.io.FileOutputStream;
import java.io.OutputStream;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sys.JenaSystem;
import org.topbraid.shacl.validation.ValidationUtil;

public class RunTopBraid {
    public static void main(String[] files) throws Exception {
        JenaSystem.init();
        long started = System.nanoTime();
        Model data = RDFDataMgr.loadModel(files[0], Lang.NTRIPLES);
        Model shapes = RDFDataMgr.loadModel(files[1], Lang.NTRIPLES);
        long parsed = System.nanoTime();
        Resource report = ValidationUtil.validateModel(data, shapes, false);
        long validated = System.nanoTime();
        try (OutputStream out = new FileOutputStream(files[2])) {
            RDFDataMgr.write(out, report.getModel(), Lang.NTRIPLES);
        }
        // The jar says its version in its name only.
        String jar = ValidationUtil.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        System.out.printf(
            java.util.Locale.ROOT,
            "{\"version\": \"%s\", \"parse\": %.6f, \"validate\": %.6f}%n",
            jar.replaceAll(".*/shacl-|\\.jar$", ""), (parsed - started) / 1e9, (validated - parsed) / 1e9);
    }
}
